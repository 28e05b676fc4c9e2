namespace TemplateWorker.Api.Deliveries;

/// <summary>How much an action touched.</summary>
/// <param name="Count">As many as the limit means that there may be more: ask again.</param>
internal sealed record CountAnswer(int Count);
