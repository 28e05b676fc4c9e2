namespace TemplateWorker.Demo.Running;

/// <summary>
/// A worker that was killed and the one that took its place; <paramref name="Recovery"/> counts from the kill until the
/// replacement was seen to be ready.
/// </summary>
internal sealed record WorkerReplacement(int Number, int OldPid, int NewPid, TimeSpan Recovery);
