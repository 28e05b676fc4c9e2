using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Asks the worker to run one event for one tenant; <see cref="DispatchFinished"/> answers.</summary>
public sealed record Dispatch : SupervisorMessage
{
    private const int FieldCount = 7;

    /// <summary>Unique per connection, for all calls of either kind; echoed in the answer.</summary>
    public required ulong DispatchId { get; init; }

    /// <summary>The tenant's text form, which this assembly does not look into.</summary>
    public required string Tenant { get; init; }

    /// <summary>The event's id, made by the supervisor.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The event's name, such as <c>message.create</c>.</summary>
    public required string EventName { get; init; }

    /// <summary>The event's data, JSON in UTF-8. Not checked here.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The caller's idempotency key, if it gave one.</summary>
    public required string? IdempotencyKey { get; init; }

    /// <summary>The budget from receipt, queueing included. A span, not an instant: the processes share no clock.</summary>
    public required TimeSpan TimeLeft { get; init; }

    private protected override MessageHeader Header => new(MessageCode.Dispatch, FieldCount);

    internal static Dispatch Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Dispatch
        {
            DispatchId = reader.ReadUInt64(),
            Tenant = reader.ReadName(FieldLimits.TenantBytes),
            EventId = reader.ReadGuid(),
            EventName = reader.ReadName(),
            Data = reader.ReadBytes(),
            IdempotencyKey = reader.ReadNullableName(),
            TimeLeft = reader.ReadDuration(),
        };
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger(DispatchId);
        writer.WriteName(Tenant, FieldLimits.TenantBytes);
        writer.WriteGuid(EventId);
        writer.WriteName(EventName);
        writer.WriteBinary(Data.Span);
        writer.WriteNullableName(IdempotencyKey);
        writer.WriteDuration(TimeLeft);
    }
}
