using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Answers a <see cref="Dispatch"/>.</summary>
public sealed record DispatchFinished : WorkerMessage
{
    /// <summary>The greatest number of results: one for each template of a tenant.</summary>
    public const int MaxResults = 256;

    private const int FieldCount = 6;

    /// <summary>The id of the call.</summary>
    public required ulong DispatchId { get; init; }

    /// <summary>How the event ended.</summary>
    public required DispatchStatus Status { get; init; }

    /// <summary>
    /// Why the event did not complete, for the caller; cut to <see cref="FieldLimits.TextUnits"/>. Null when it completed.
    /// </summary>
    public required string? Message { get; init; }

    /// <summary>The id of the event; that of the first call if an idempotency key was repeated.</summary>
    public required Guid EventId { get; init; }

    /// <summary>The rate that the tenant has used up; null unless the status is <see cref="DispatchStatus.RateLimited"/>.</summary>
    public UsedUpRate? Rate { get; init; }

    /// <summary>One result for each template that ran, at most <see cref="MaxResults"/>; empty unless the event completed.</summary>
    public required IReadOnlyList<RunResult> Results { get; init; }

    private protected override MessageHeader Header => new(MessageCode.DispatchFinished, FieldCount);

    internal static DispatchFinished Read(ref ValueReader reader, MessageHeader header)
    {
        header.RequireFields(FieldCount);
        return new DispatchFinished
        {
            DispatchId = reader.ReadUInt64(),
            Status = (DispatchStatus)reader.ReadInt32(0, (int)DispatchStatus.RateLimited),
            Message = reader.ReadNullableText(),
            EventId = reader.ReadGuid(),
            Rate = reader.TryReadNil() ? null : UsedUpRate.Read(ref reader),
            Results = ReadResults(ref reader),
        };
    }

    private protected override void WriteFields(ValueWriter writer)
    {
        writer.WriteInteger(DispatchId);
        writer.WriteInteger((long)Status);
        writer.WriteText(Message);
        writer.WriteGuid(EventId);
        if (Rate is null)
        {
            writer.WriteNil();
        }
        else
        {
            Rate.Write(writer);
        }

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

/// <summary>How an event ended in its worker.</summary>
public enum DispatchStatus
{
    /// <summary>All runs ended; the results say how.</summary>
    Completed,

    /// <summary>The tenant is banned; nothing ran.</summary>
    TenantBanned,

    /// <summary>The queue of the tenant or of the worker is full; nothing ran.</summary>
    QueueFull,

    /// <summary>The worker is draining; nothing ran.</summary>
    Draining,

    /// <summary>The database is unreachable, or failed before it confirmed the commit.</summary>
    StorageUnavailable,

    /// <summary>The idempotency key belongs to another event; nothing ran.</summary>
    IdempotencyKeyReused,

    /// <summary>The supervisor cancelled the event, or its deadline passed. No further run starts.</summary>
    Cancelled,

    /// <summary>An internal error of the worker; its log has the cause.</summary>
    InternalFault,

    /// <summary>The tenant has used up a rate; nothing ran.</summary>
    RateLimited,
}

/// <summary>How one run ended.</summary>
public sealed record RunResult
{
    private const int FieldCount = 7;

    /// <summary>The name of the template.</summary>
    public required string Template { get; init; }

    /// <summary>The version of the template; at least 0.</summary>
    public required int Version { get; init; }

    /// <summary>The value that the handler returned, JSON in UTF-8; empty when it returned nothing or failed.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Why the run failed; null when it completed.</summary>
    public required RunError? Error { get; init; }

    /// <summary>How often the run was repeated because of a conflict; at least 0.</summary>
    public required int Repeats { get; init; }

    /// <summary>The time from the start to the end of the run, including repeats.</summary>
    public required TimeSpan Wall { get; init; }

    /// <summary>The CPU time of the script, including repeats.</summary>
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
/// <param name="Message">The details for the author of the template; cut to <see cref="FieldLimits.TextUnits"/>.</param>
/// <param name="Stack">The script's stack; cut to <see cref="FieldLimits.TextUnits"/>. Null if unknown.</param>
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
