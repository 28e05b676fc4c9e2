using TemplateWorker.Ipc.MessagePack;

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

    /// <summary>The delivery before it in its lane, which must be known to the worker first; null when there is none above its bound.</summary>
    public required long? Prior { get; init; }

    internal static HandedDelivery Read(ref MessagePackReader reader)
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
            Prior = reader.ReadNullableInt64(0, long.MaxValue),
        };
    }

    internal void Write(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteNumber(Id);
        writer.WriteName(Tenant, MessageLimits.TenantBytes);
        writer.WriteName(Template);
        writer.WriteGuid(EventId);
        writer.WriteName(EventName);
        writer.WriteBinary(Data.Span);
        writer.WriteNumber(Hops);
        writer.WriteNullableNumber(Prior);
    }
}
