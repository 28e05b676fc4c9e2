using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Calls;

/// <summary>The outcome of a template check.</summary>
internal abstract record CheckReply
{
    private CheckReply()
    {
    }

    public sealed record Accepted(IReadOnlyList<string> Subscriptions, IReadOnlyDictionary<string, string> Code) : CheckReply;

    public sealed record Faulty(TemplateFault Fault) : CheckReply;

    public sealed record Refused(DispatchRefusal Reason, string Message, TimeSpan? RetryAfter) : CheckReply;
}
