using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Tenants;

/// <summary>A tenant's state.</summary>
/// <param name="Data">What templates see as <c>state.data</c>.</param>
/// <param name="Events">What templates see as <c>state.events</c>.</param>
/// <param name="Banned">Whether the tenant's events are refused.</param>
internal sealed record StateAnswer(RawJson Data, IReadOnlyList<string> Events, bool Banned);
