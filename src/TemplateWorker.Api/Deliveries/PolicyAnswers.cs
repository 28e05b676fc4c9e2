using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Puts retry policies into the words of the contract.</summary>
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
