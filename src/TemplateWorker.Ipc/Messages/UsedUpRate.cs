using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>A rate that a tenant has used up.</summary>
/// <param name="Setting">The key in the configuration.</param>
/// <param name="Limit">What the tenant may use in a minute: a number, bytes, or milliseconds; at least 0.</param>
/// <param name="Wait">How long the tenant must wait.</param>
public sealed record UsedUpRate(string Setting, long Limit, TimeSpan Wait)
{
    private const int FieldCount = 3;

    internal static UsedUpRate Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new UsedUpRate(reader.ReadName(), reader.ReadInt64(0, long.MaxValue), reader.ReadDuration());
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Setting);
        writer.WriteNumber(Limit);
        writer.WriteDuration(Wait);
    }
}

/// <summary>A tenant that is held back by a rate.</summary>
/// <param name="Tenant">The text form of the tenant.</param>
/// <param name="Rate">The rate that it has used up.</param>
public sealed record HeldTenant(string Tenant, UsedUpRate Rate)
{
    private const int FieldCount = 2;

    internal static HeldTenant Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new HeldTenant(reader.ReadName(FieldLimits.TenantBytes), UsedUpRate.Read(ref reader));
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Tenant, FieldLimits.TenantBytes);
        Rate.Write(writer);
    }
}
