namespace TemplateWorker.Api.Events;

/// <summary>Why a run failed.</summary>
/// <param name="Reason">The name of the reason, from <c>docs/templates.md</c>.</param>
/// <param name="Message">For the template's author.</param>
/// <param name="Stack">Where in the template; null when that is not known.</param>
internal sealed record RunErrorAnswer(string Reason, string Message, string? Stack);
