using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Maps retry policies to answers.</summary>
internal static class PolicyAnswers
{
    public static PolicyAnswer One(string template, TemplatePolicy policy) => new()
    {
        Template = template,
        Own = policy.IsOwn,
        MaxAttempts = policy.Policy.MaxAttempts,
        BackoffBase = PolicyTable.Backoff.Format(policy.Policy.BackoffBase),
        BackoffCap = PolicyTable.Backoff.Format(policy.Policy.BackoffCap),
        OnExhausted = PolicyTable.OnExhausted.Format(policy.Policy.OnExhausted),
    };
}
