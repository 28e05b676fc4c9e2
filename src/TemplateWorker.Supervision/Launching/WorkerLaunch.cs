using TemplateWorker.Ipc.Connection;

namespace TemplateWorker.Supervision.Launching;

/// <summary>What a worker needs in order to connect to its supervisor.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Invitation">The socket, and a token made for this one start.</param>
internal sealed record WorkerLaunch(int Number, WorkerInvitation Invitation);
