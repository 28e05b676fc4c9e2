using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Says that templates or the ban of a tenant changed: the worker reads them again before the next run.</summary>
/// <param name="Tenant">The tenant's text form; null means any tenant may have changed.</param>
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

/// <summary>Asks the worker to forget a tenant's heap and caches now.</summary>
/// <param name="Tenant">The tenant's text form.</param>
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
