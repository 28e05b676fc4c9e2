using TemplateWorker.Runs.Transactions;

namespace TemplateWorker.Runs.Calls;

/// <summary>How the run of a handler ended, before anything is committed.</summary>
internal abstract record HandlerOutcome
{
    private HandlerOutcome()
    {
    }

    /// <param name="Report">The report of a run that completed or failed.</param>
    /// <param name="StartedAt">When it began.</param>
    /// <param name="Transaction">What it read and wrote; null when that must not be committed or checked.</param>
    public sealed record Ended(RunReport Report, DateTimeOffset StartedAt, RunTransaction? Transaction) : HandlerOutcome;

    /// <summary>The database could not be read.</summary>
    public sealed record StorageFailed(string Message) : HandlerOutcome;

    /// <summary>The run was cancelled.</summary>
    public sealed record Cancelled : HandlerOutcome;
}
