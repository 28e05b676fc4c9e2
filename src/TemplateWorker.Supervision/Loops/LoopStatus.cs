namespace TemplateWorker.Supervision.Loops;

/// <summary>A loop as an operator sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastSuccess">When it last did its work; null before the first time.</param>
/// <param name="Restarts">How often it was restarted after an unexpected exception.</param>
internal sealed record LoopStatus(string Name, DateTimeOffset? LastSuccess, int Restarts);
