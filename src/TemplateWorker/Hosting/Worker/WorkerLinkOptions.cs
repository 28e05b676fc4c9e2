using TemplateWorker.Ipc;

namespace TemplateWorker.Hosting.Worker;

/// <summary>The limits of the connection between supervisor and workers; both ends use the same.</summary>
internal static class WorkerLinkOptions
{
    /// <summary>
    /// A frame holds the results of all templates of a tenant (50 of 256 KiB by default). The queue holds more answers
    /// than calls may be outstanding by default, so that it is full only when the peer no longer reads.
    /// </summary>
    public static IpcOptions Value { get; } = new()
    {
        MaxFrameBytes = 32 << 20,
        MaxQueuedBytes = 256 << 20,
        MaxQueuedMessages = 16 << 10,
    };
}
