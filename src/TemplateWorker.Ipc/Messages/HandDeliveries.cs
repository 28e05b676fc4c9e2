using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Hands over deliveries that were just stored. A worker that does not have the slot, or not what is before them in their
/// lanes, leaves them: it reads them from the database when their turn comes.
/// </summary>
/// <param name="Deliveries">At most <see cref="MaxDeliveries"/>, in the order of their ids.</param>
public sealed record HandDeliveries(IReadOnlyList<HandedDelivery> Deliveries) : SupervisorMessage
{
    /// <summary>The greatest number of deliveries in one message.</summary>
    public const int MaxDeliveries = 1024;

    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.HandDeliveries, FieldCount);

    internal static HandDeliveries Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        var deliveries = new HandedDelivery[reader.ReadArrayHeader(MaxDeliveries)];
        for (var i = 0; i < deliveries.Length; i++)
        {
            deliveries[i] = HandedDelivery.Read(ref reader);
        }

        return new HandDeliveries(deliveries);
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteListHeader(Deliveries, MaxDeliveries);
        foreach (var delivery in Deliveries)
        {
            delivery.Write(writer);
        }
    }
}

/// <summary>A delivery that was just stored and never attempted, handed over so that the worker need not read it.</summary>
public sealed record HandedDelivery
{
    /// <summary>The greatest number of deliveries that one delivery names as those before it.</summary>
    public const int MaxPriors = 16;

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
    /// <see cref="MaxPriors"/>, and those up to the worker's bound are left out.
    /// </summary>
    public required IReadOnlyList<long> Priors { get; init; }

    internal static HandedDelivery Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new HandedDelivery
        {
            Id = reader.ReadInt64(0, long.MaxValue),
            Tenant = reader.ReadName(FieldLimits.TenantBytes),
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
        writer.WriteName(Tenant, FieldLimits.TenantBytes);
        writer.WriteName(Template);
        writer.WriteGuid(EventId);
        writer.WriteName(EventName);
        writer.WriteBinary(Data.Span);
        writer.WriteNumber(Hops);
        writer.WriteListHeader(Priors, MaxPriors);
        foreach (var prior in Priors)
        {
            writer.WriteNumber(prior);
        }
    }

    private static long[] ReadPriors(ref ValueReader reader)
    {
        var priors = new long[reader.ReadArrayHeader(MaxPriors)];
        for (var i = 0; i < priors.Length; i++)
        {
            priors[i] = reader.ReadInt64(0, long.MaxValue);
        }

        return priors;
    }
}
