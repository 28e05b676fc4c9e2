namespace TemplateWorker.Ipc.Connection;

/// <summary>What a supervisor knows of a worker that it started and that has not connected yet.</summary>
/// <param name="WorkerNumber">The worker's number, from 0.</param>
/// <param name="Token">The token that it was given.</param>
/// <param name="ProcessId">The process that was started.</param>
public sealed record ExpectedWorker(int WorkerNumber, WorkerToken Token, int ProcessId);
