using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>A delivery that was just stored and never attempted, handed over so that the worker need not read it.</summary>
public sealed record HandedDelivery
{
    private const int FieldCount = 8;

    /// <summary>The delivery's id.</summary>
    public required long Id { get; init; }

    /// <summary>The tenant's text form.</summary>
    public required string Tenant { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The event's id.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's name.</summary>
    public required string EventName { get; init; }

    /// <summary>The event's data, JSON in UTF-8. Not checked here.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>How many events in a row emitted one another before this one.</summary>
    public required int Hops { get; init; }

    /// <summary>
    /// The deliveries before it in its lane, which must be known to the worker first; at most
    /// <see cref="MessageLimits.Priors"/>, and those up to the worker's bound are left out.
    /// </summary>
    public required IReadOnlyList<long> Priors { get; init; }

    internal static HandedDelivery Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new HandedDelivery
        {
            Id = reader.ReadInt64(0, long.MaxValue),
            Tenant = reader.ReadName(MessageLimits.TenantBytes),
            Template = reader.ReadName(),
            EventId = reader.ReadGuid(),
            EventName = reader.ReadName(),
            Data = reader.ReadBytes(),
            Hops = reader.ReadInt32(0, int.MaxValue),
            Priors = ReadPriors(ref reader),
        };
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteNumber(Id);
        writer.WriteName(Tenant, MessageLimits.TenantBytes);
        writer.WriteName(Template);
        writer.WriteGuid(EventId);
        writer.WriteName(EventName);
        writer.WriteBinary(Data.Span);
        writer.WriteNumber(Hops);
        writer.WriteListHeader(Priors, MessageLimits.Priors);
        foreach (var prior in Priors)
        {
            writer.WriteNumber(prior);
        }
    }

    private static long[] ReadPriors(ref ValueReader reader)
    {
        var priors = new long[reader.ReadArrayHeader(MessageLimits.Priors)];
        for (var i = 0; i < priors.Length; i++)
        {
            priors[i] = reader.ReadInt64(0, long.MaxValue);
        }

        return priors;
    }
}
