namespace TemplateWorker.Runs.Transactions.Limits;

/// <summary>
/// Why a run must not commit, whatever its script does next: a limit was breached, or the database failed.
/// The script may catch the error, but cannot undo this.
/// </summary>
internal abstract record RunAborted
{
    private RunAborted()
    {
    }

    /// <param name="Reason">The limit's name.</param>
    /// <param name="Message">Names the limit and the actual value.</param>
    public sealed record LimitBreached(string Reason, string Message) : RunAborted;

    public sealed record StorageFailed(string Message) : RunAborted;
}
