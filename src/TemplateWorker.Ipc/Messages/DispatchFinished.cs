using TemplateWorker.Ipc.Codec;

namespace TemplateWorker.Ipc.Messages;

/// <summary>Answers a <see cref="Dispatch"/>.</summary>
public sealed record DispatchFinished : WorkerMessage
{
    private const int FieldCount = 5;

    /// <summary>The call's id.</summary>
    public required ulong DispatchId { get; init; }

    /// <summary>What became of the event.</summary>
    public required DispatchStatus Status { get; init; }

    /// <summary>For the caller: what happened, when it did not complete. Cut to <see cref="MessageLimits.TextUnits"/>.</summary>
    public required string? Message { get; init; }

    /// <summary>The event's id; that of the first call, when an idempotency key was used again.</summary>
    public required Guid EventId { get; init; }

    /// <summary>One per template that ran, at most <see cref="MessageLimits.Results"/>; empty unless completed.</summary>
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
        writer.WriteListHeader(Results, MessageLimits.Results);
        foreach (var result in Results)
        {
            result.Write(writer);
        }
    }

    private static RunResult[] ReadResults(ref ValueReader reader)
    {
        var count = reader.ReadArrayHeader(MessageLimits.Results);
        var results = count == 0 ? [] : new RunResult[count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = RunResult.Read(ref reader);
        }

        return results;
    }
}
