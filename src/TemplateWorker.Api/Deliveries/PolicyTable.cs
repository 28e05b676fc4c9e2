using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Api.Deliveries;

/// <summary>The syntax of a template's retry policy, shared by the API and the command line.</summary>
internal static class PolicyTable
{
    /// <summary>Attempts in all.</summary>
    public static ValueSyntax<int> MaxAttempts { get; } = new IntegerSyntax(1, DeliveryPolicy.MostAttempts);

    /// <summary>Either wait.</summary>
    public static ValueSyntax<TimeSpan> Backoff { get; } = new DurationSyntax(DeliveryPolicy.LeastBackoff, DeliveryPolicy.MostBackoff);

    /// <summary>What comes after the last attempt.</summary>
    public static ValueSyntax<ExhaustedAction> OnExhausted { get; } = new ChoiceSyntax<ExhaustedAction>(
        ("skip", ExhaustedAction.Skip), ("park", ExhaustedAction.Park));

    /// <summary>Reads the parts, those that are null as the default policy has them.</summary>
    /// <returns>The policy; or which part is wrong, from 0 in the order of the parameters, what was given, and a fault that continues a sentence.</returns>
    public static (DeliveryPolicy? Policy, (int Part, string Value, string Fault)? Fault) Read(
        string? maxAttempts, string? backoffBase, string? backoffCap, string? onExhausted)
    {
        var standard = DeliveryPolicy.Default;
        var (attempts, attemptsFault) = Part(maxAttempts, MaxAttempts, standard.MaxAttempts);
        var (first, firstFault) = Part(backoffBase, Backoff, standard.BackoffBase);
        var (cap, capFault) = Part(backoffCap, Backoff, standard.BackoffCap);
        var (action, actionFault) = Part(onExhausted, OnExhausted, standard.OnExhausted);
        var fault = Wrong(0, maxAttempts, attemptsFault) ?? Wrong(1, backoffBase, firstFault) ?? Wrong(2, backoffCap, capFault)
            ?? Wrong(3, onExhausted, actionFault)
            ?? (first > cap ? Wrong(backoffCap is null ? 1 : 2, backoffCap ?? backoffBase, Order(first, cap, backoffCap is null)) : null);
        return fault is null
            ? (new DeliveryPolicy { MaxAttempts = attempts, BackoffBase = first, BackoffCap = cap, OnExhausted = action }, null)
            : (null, fault);
    }

    private static string Order(TimeSpan first, TimeSpan cap, bool isBaseWrong) => isBaseWrong
        ? $"must be at most the longest wait of all, {DurationSyntax.Show(cap)}, was {DurationSyntax.Show(first)}"
        : $"must be at least the wait before the second attempt, {DurationSyntax.Show(first)}, was {DurationSyntax.Show(cap)}";

    private static Parsed<TValue> Part<TValue>(string? text, ValueSyntax<TValue> syntax, TValue standard) =>
        text is null ? Parsed<TValue>.Good(standard) : syntax.Parse(text);

    private static (int Part, string Value, string Fault)? Wrong(int part, string? value, string? fault) =>
        fault is null ? null : (part, value ?? "", fault);
}
