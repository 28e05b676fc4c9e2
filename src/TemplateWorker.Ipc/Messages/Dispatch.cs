using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Asks the worker to run one event of one tenant. <see cref="DispatchFinished"/> answers.</summary>
public sealed record Dispatch : SupervisorMessage
{
    private const int FieldCount = 8;

    /// <summary>Unique among all calls of a connection; the answer repeats it.</summary>
    public required ulong DispatchId { get; init; }

    /// <summary>The text form of the tenant, at most <see cref="FieldLimits.TenantBytes"/>. Opaque to this assembly.</summary>
    public required string Tenant { get; init; }

    /// <summary>The id of the event, from the supervisor.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The name of the event, such as <c>message.create</c>. At most <see cref="FieldLimits.NameBytes"/>.</summary>
    public required string EventName { get; init; }

    /// <summary>The data of the event, JSON in UTF-8 that this assembly does not check.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The idempotency key of the caller, at most <see cref="FieldLimits.NameBytes"/>; null for none.</summary>
    public required string? IdempotencyKey { get; init; }

    /// <summary>The text of the trace that the event belongs to, at most <see cref="FieldLimits.NameBytes"/>; null for none.</summary>
    public required string? Trace { get; init; }

    /// <summary>The time until the deadline, counted from receipt. A duration, because the processes share no clock.</summary>
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
            Trace = reader.ReadNullableName(),
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
        writer.WriteNullableName(Trace);
        writer.WriteDuration(TimeLeft);
    }
}

/// <summary>
/// Cancels a <see cref="Dispatch"/> or a <see cref="CheckTemplate"/>. The worker still answers it, and finishes a commit that
/// has begun. It ignores an id that it does not know or has answered.
/// </summary>
/// <param name="DispatchId">The id of the call.</param>
public sealed record Cancel(ulong DispatchId) : SupervisorMessage
{
    private const int FieldCount = 1;

    private protected override MessageHeader Header => new(MessageCode.Cancel, FieldCount);

    internal static Cancel Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new Cancel(reader.ReadUInt64());
    }

    private protected override void WriteFields(ValueWriter writer) => writer.WriteInteger(DispatchId);
}
