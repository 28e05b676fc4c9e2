using TemplateWorker.Ipc.Messages;

namespace TemplateWorker.Supervision.Calls;

/// <summary>What a worker found when it checked a template.</summary>
internal abstract record CheckReply
{
    private CheckReply()
    {
    }

    public sealed record Accepted(IReadOnlyList<string> Subscriptions) : CheckReply;

    public sealed record Faulty(TemplateFault Fault) : CheckReply;

    public sealed record Refused(DispatchRefusal Reason, string Message, TimeSpan? RetryAfter) : CheckReply;
}
