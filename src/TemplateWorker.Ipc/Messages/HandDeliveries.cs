using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>
/// Hands over deliveries that have just been stored, so that the worker need not read them. A worker ignores a delivery whose
/// slot it does not have, or whose predecessors in the lane it does not know; it reads that delivery from the database later.
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

/// <summary>A delivery that has just been stored and was never attempted.</summary>
public sealed record HandedDelivery
{
    /// <summary>The greatest number of predecessors that one delivery names.</summary>
    public const int MaxPriors = 16;

    private const int FieldCount = 9;

    /// <summary>The id of the delivery; at least 0.</summary>
    public required long Id { get; init; }

    /// <summary>The text form of the tenant, at most <see cref="FieldLimits.TenantBytes"/>.</summary>
    public required string Tenant { get; init; }

    /// <summary>The name of the template, at most <see cref="FieldLimits.NameBytes"/>.</summary>
    public required string Template { get; init; }

    /// <summary>The id of the event.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The name of the event, at most <see cref="FieldLimits.NameBytes"/>.</summary>
    public required string EventName { get; init; }

    /// <summary>The data of the event, JSON in UTF-8 that this assembly does not check.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The number of emitted events in the chain that led to this one; 0 for an event from outside.</summary>
    public required int Hops { get; init; }

    /// <summary>The text of the trace that the event belongs to, at most <see cref="FieldLimits.NameBytes"/>; null for none.</summary>
    public required string? Trace { get; init; }

    /// <summary>
    /// The ids of its predecessors in the lane that are greater than the worker's <see cref="LanesRead.Bound"/>; at most
    /// <see cref="MaxPriors"/>.
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
            Trace = reader.ReadNullableName(),
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
        writer.WriteNullableName(Trace);
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
