using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Answers a <see cref="Dispatch"/>.</summary>
public sealed record DispatchFinished : WorkerMessage
{
    /// <summary>The greatest number of results: one for each template of a tenant.</summary>
    public const int MaxResults = 256;

    private const int FieldCount = 5;

    /// <summary>The call's id.</summary>
    public required ulong DispatchId { get; init; }

    /// <summary>What became of the event.</summary>
    public required DispatchStatus Status { get; init; }

    /// <summary>For the caller: what happened, when it did not complete. Cut to <see cref="FieldLimits.TextUnits"/>.</summary>
    public required string? Message { get; init; }

    /// <summary>The event's id; that of the first call, when an idempotency key was used again.</summary>
    public required Guid EventId { get; init; }

    /// <summary>One per template that ran, at most <see cref="MaxResults"/>; empty unless completed.</summary>
    public required IReadOnlyList<RunResult> Results { get; init; }

    private protected override MessageHeader Header => new(MessageCode.DispatchFinished, FieldCount);

    internal static DispatchFinished Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new DispatchFinished
        {
            DispatchId = reader.ReadUInt64(),
            Status = (DispatchStatus)reader.ReadInt32(0, (int)DispatchStatus.Cancelled),
            Message = reader.ReadNullableText(),
            EventId = reader.ReadGuid(),
            Results = ReadResults(ref reader),
        };
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger(DispatchId);
        writer.WriteInteger((long)Status);
        writer.WriteText(Message);
        writer.WriteGuid(EventId);
        writer.WriteListHeader(Results, MaxResults);
        foreach (var result in Results)
        {
            result.Write(writer);
        }
    }

    private static RunResult[] ReadResults(ref ValueReader reader)
    {
        var count = reader.ReadArrayHeader(MaxResults);
        var results = count == 0 ? [] : new RunResult[count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = RunResult.Read(ref reader);
        }

        return results;
    }
}

/// <summary>What became of an event at its worker.</summary>
public enum DispatchStatus
{
    /// <summary>All runs ended; each result says how.</summary>
    Completed,

    /// <summary>The tenant is banned; nothing ran.</summary>
    TenantBanned,

    /// <summary>The tenant's queue, or the worker's, is full; nothing ran.</summary>
    QueueFull,

    /// <summary>The worker is stopping; nothing ran.</summary>
    Draining,

    /// <summary>The database could not be reached, or failed before the commit was certain.</summary>
    StorageUnavailable,

    /// <summary>The idempotency key was used before with another event; nothing ran.</summary>
    IdempotencyKeyReused,

    /// <summary>The supervisor cancelled it, or its time was over; nothing more runs.</summary>
    Cancelled,
}

/// <summary>How one run ended.</summary>
public sealed record RunResult
{
    private const int FieldCount = 7;

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The template's version.</summary>
    public required int Version { get; init; }

    /// <summary>What the handler returned, JSON in UTF-8; empty when it returned nothing or failed. Not checked here.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Why it failed; null when it completed.</summary>
    public required RunError? Error { get; init; }

    /// <summary>How often it was run again because what it had read changed under it.</summary>
    public required int Repeats { get; init; }

    /// <summary>Time from its start to its end, repeats included.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>CPU time of its script, repeats included.</summary>
    public required TimeSpan Cpu { get; init; }

    internal static RunResult Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new RunResult
        {
            Template = reader.ReadName(),
            Version = reader.ReadInt32(0, int.MaxValue),
            Value = reader.ReadBytes(),
            Error = reader.TryReadNil() ? null : RunError.Read(ref reader),
            Repeats = reader.ReadInt32(0, int.MaxValue),
            Wall = reader.ReadDuration(),
            Cpu = reader.ReadDuration(),
        };
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Template);
        writer.WriteNumber(Version);
        writer.WriteBinary(Value.Span);
        if (Error is null)
        {
            writer.WriteNil();
        }
        else
        {
            Error.Write(writer);
        }

        writer.WriteNumber(Repeats);
        writer.WriteDuration(Wall);
        writer.WriteDuration(Cpu);
    }
}

/// <summary>Why a run failed.</summary>
/// <param name="Reason">The stable name of the reason, such as <c>TimeLimit</c>.</param>
/// <param name="Message">For the template's author. Cut to <see cref="FieldLimits.TextUnits"/>.</param>
/// <param name="Stack">Where in the template, if known. Cut to <see cref="FieldLimits.TextUnits"/>.</param>
public sealed record RunError(string Reason, string Message, string? Stack)
{
    private const int FieldCount = 3;

    internal static RunError Read(ref ValueReader reader)
    {
        reader.RequireFields(FieldCount);
        return new RunError(reader.ReadName(), reader.ReadText(), reader.ReadNullableText());
    }

    internal void Write(ValueWriter writer)
    {
        writer.WriteArrayHeader(FieldCount);
        writer.WriteName(Reason);
        writer.WriteText(Message);
        writer.WriteText(Stack);
    }
}
