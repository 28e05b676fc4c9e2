using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Reports that the templates or the ban of a tenant changed. The worker reads them again before the next run.</summary>
/// <param name="Tenant">The text form of the tenant; null if any tenant may have changed.</param>
public sealed record TenantChanged(string? Tenant) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.TenantChanged, FieldCount);

    internal static TenantChanged Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new TenantChanged(reader.ReadNullableName(FieldLimits.TenantBytes));
    }

    private protected override void WriteFields(ValueWriter writer) =>
        writer.WriteNullableName(Tenant, FieldLimits.TenantBytes);
}

/// <summary>Asks the worker to discard the heap and the caches of a tenant.</summary>
/// <param name="Tenant">The text form of the tenant.</param>
public sealed record DropTenant(string Tenant) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.DropTenant, FieldCount);

    internal static DropTenant Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new DropTenant(reader.ReadName(FieldLimits.TenantBytes));
    }

    private protected override void WriteFields(ValueWriter writer) =>
        writer.WriteName(Tenant, FieldLimits.TenantBytes);
}
