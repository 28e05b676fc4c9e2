namespace TemplateWorker.Api.Deliveries;

/// <summary>What pausing or resuming did.</summary>
/// <param name="Changed">False when it was so already.</param>
internal sealed record LaneChangeAnswer(bool Changed);
