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
        return new TenantChanged(reader.ReadNullableName(MessageLimits.TenantBytes));
    }

    private protected override void WriteFields(ValueWriter writer) =>
        writer.WriteNullableName(Tenant, MessageLimits.TenantBytes);
}
