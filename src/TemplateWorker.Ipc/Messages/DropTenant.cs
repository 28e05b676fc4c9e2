using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Asks the worker to forget a tenant's heap and caches now.</summary>
/// <param name="Tenant">The tenant's text form.</param>
public sealed record DropTenant(string Tenant) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.DropTenant, FieldCount);

    internal static DropTenant Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new DropTenant(reader.ReadName(MessageLimits.TenantBytes));
    }

    private protected override void WriteFields(ValueWriter writer) =>
        writer.WriteName(Tenant, MessageLimits.TenantBytes);
}
