namespace TemplateWorker.Supervision.Loops;

/// <summary>Work that a supervisor does for as long as it runs.</summary>
/// <param name="Name">Short, for the log and for operators, such as <c>lease</c>.</param>
/// <param name="RunAsync">Runs until cancelled, or returns when there is nothing left to do; notes each success.</param>
internal sealed record BackgroundLoop(string Name, Func<LoopPulse, CancellationToken, Task> RunAsync);
