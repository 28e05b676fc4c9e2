using TemplateWorker.Ipc.Connection;

namespace TemplateWorker.Supervision.Launching;

/// <summary>What a worker needs to find its supervisor.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Invitation">The socket, and a token made for this one start.</param>
internal sealed record WorkerLaunch(int Number, WorkerInvitation Invitation);
