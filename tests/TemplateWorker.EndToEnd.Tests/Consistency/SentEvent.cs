using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Consistency;

/// <summary>An event of which the caller knows how it ended, because it asked until it did.</summary>
internal sealed record SentEvent(string Tenant, string Name, string Id, Answer Answer, int Refusals)
{
    public bool IsCompleted => (string?)Answer.Result["outcome"] == "completed";
}
