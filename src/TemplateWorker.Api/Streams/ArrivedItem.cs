using TemplateWorker.Api.Actions;
using TemplateWorker.Storage.Actions.Operating;

namespace TemplateWorker.Api.Streams;

/// <summary>An action that came into its channel.</summary>
internal sealed record ArrivedItem
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The action, as lists show it.</summary>
    public required ActionItem Action { get; init; }

    public static ArrivedItem Of(ArrivedAction arrived) => new() { Tenant = arrived.Tenant.ToString(), Action = ActionAnswers.Item(arrived.Action) };
}
