using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Runs.Calls;

/// <summary>The result of checking a template before it is published.</summary>
internal abstract record CheckOutcome
{
    private CheckOutcome()
    {
    }

    public sealed record Accepted(IReadOnlyList<string> Subscriptions) : CheckOutcome;

    public sealed record Faulty(ScriptFailure Failure) : CheckOutcome;

    public sealed record Refused(EventRefusal Reason, string Message) : CheckOutcome;
}
