using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>A run that is on a script thread.</summary>
/// <param name="DispatchId">The call it belongs to.</param>
/// <param name="Tenant">The tenant's text form.</param>
/// <param name="Template">The template's name.</param>
/// <param name="Age">Since when it has been on the thread.</param>
public sealed record RunningRun(ulong DispatchId, string Tenant, string Template, TimeSpan Age)
{
    private const int FieldCount = 5;

    /// <summary>The delivery that it is an attempt at; null for an immediate call.</summary>
    public long? Delivery { get; init; }

    internal static RunningRun Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new RunningRun(
            reader.ReadUInt64(), reader.ReadName(MessageLimits.TenantBytes), reader.ReadName(), reader.ReadDuration())
        {
            Delivery = reader.ReadNullableInt64(0, long.MaxValue),
        };
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteInteger(DispatchId);
        writer.WriteName(Tenant, MessageLimits.TenantBytes);
        writer.WriteName(Template);
        writer.WriteDuration(Age);
        writer.WriteNullableNumber(Delivery);
    }
}
