using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Runs.Calls;

/// <summary>The result of checking a template before it is published.</summary>
internal abstract record CheckOutcome
{
    private CheckOutcome()
    {
    }

    /// <param name="Subscriptions">The events that it handles.</param>
    /// <param name="Code">What runs in place of some of its files; see <see cref="ScriptSource.Code"/>.</param>
    public sealed record Accepted(IReadOnlyList<string> Subscriptions, IReadOnlyDictionary<string, string> Code) : CheckOutcome;

    public sealed record Faulty(ScriptFailure Failure) : CheckOutcome;

    public sealed record Refused(EventRefusal Reason, string Message) : CheckOutcome;
}
