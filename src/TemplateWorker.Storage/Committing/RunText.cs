using TemplateWorker.Storage.Runs;

namespace TemplateWorker.Storage.Committing;

/// <summary>
/// Looks for text in a run that cannot even be sent. A script can make it, so it must be found before it meets the text
/// of other runs: the driver throws in the middle of its parameters, and these could not be used again.
/// </summary>
internal static class RunText
{
    private const string Message = "A text that the run read or wrote has half of a surrogate pair, which cannot be stored.";

    /// <summary>Says what is wrong with the run, for its author; null when all of it can be sent.</summary>
    public static string? Fault(FinishedRun run)
    {
        foreach (var read in run.Reads)
        {
            if (!IsText(read.Name.Key) || !IsText(read.Name.Scopes.Literal))
            {
                return Message;
            }
        }

        foreach (var write in run.Writes)
        {
            if (!IsText(write.Name.Key) || !IsText(write.Name.Scopes.Literal) || !IsText(write.Json))
            {
                return Message;
            }
        }

        foreach (var (range, _) in run.Ranges)
        {
            if (!IsText(range.Scopes.Literal) || !IsText(range.Prefix) || !IsText(range.After))
            {
                return Message;
            }
        }

        return IsText(run.StateWriteJson) && IsText(run.Result?.Json) && run.Earlier.All(earlier => IsText(earlier.Result?.Json)) && IsText(run.Idempotency) && run.Emits.All(IsText) && run.Schedules.All(IsText) ? null : Message;
    }

    private static bool IsText(IdempotencyEntry? entry) => entry is null
        || (IsText(entry.Key) && IsText(entry.Template) && IsText(entry.ResultJson) && entry.Templates.All(IsText));

    private static bool IsText(EmittedEvent emitted) => IsText(emitted.Name) && IsText(emitted.DataJson) && IsText(emitted.Key);

    private static bool IsText(ScheduleWrite schedule) => IsText(schedule.Name)
        && (schedule.Content is not { } content || (IsText(content.EventName) && IsText(content.DataJson) && IsText(content.Cron)));

    private static bool IsText(string? text) => WellFormed.Is(text);
}
