using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Runs.Transactions.Limits;

/// <summary>Counts the bytes that a run would write, as <see cref="RunWeight"/> does, and ends the run when they are too many.</summary>
/// <param name="guard">Of the run.</param>
/// <param name="before">What the earlier runs write that are committed together with it.</param>
internal sealed class WriteMeter(LimitGuard guard, long before)
{
    /// <summary>Bytes that the run itself would write.</summary>
    public long Own { get; private set; }

    /// <summary>Bytes that the commit would write, those of earlier runs included.</summary>
    public long Total { get; private set; } = before;

    /// <summary>Counts a write.</summary>
    /// <param name="bytes">Its weight.</param>
    /// <param name="replaced">The write that it replaces, of this run or of an earlier one; null for none.</param>
    /// <param name="kind">What is written, such as "key", for the error message.</param>
    /// <param name="name">Its name, for the error message.</param>
    /// <exception cref="ScriptHostException">The run would write more than it may, and has ended.</exception>
    public MeteredWrite Count(long bytes, MeteredWrite? replaced, string kind, string name)
    {
        Total += bytes - (replaced?.Bytes ?? 0);
        Own += bytes - (replaced is { } earlier && earlier.Meter == this ? earlier.Bytes : 0);
        var limit = guard.Limits.WritesBytes;
        return Own <= limit
            ? new MeteredWrite(bytes, this)
            : throw guard.Breach(
                "TooManyBytesWritten",
                $"A run may write at most {limit} bytes (limits.writes): keys, values, state, events, actions and schedules together, and {RunWeight.RowBytes} for each row. "
                + $"With the {kind} '{name}' it would write {Own}.");
    }
}

/// <summary>A write that was counted.</summary>
/// <param name="Bytes">Its weight.</param>
/// <param name="Meter">Of the run that made it.</param>
internal readonly record struct MeteredWrite(long Bytes, WriteMeter Meter);
