namespace TemplateWorker.Supervision.Pool;

/// <summary>Where a worker is in its life (docs/worker-lifecycle.md draws it).</summary>
internal enum WorkerState
{
    /// <summary>Spawned; it has not said that it is ready.</summary>
    Starting,

    /// <summary>It said so itself, after its database pool and its engine worked.</summary>
    Ready,

    /// <summary>It takes no more work and finishes what it has.</summary>
    Draining,

    /// <summary>It ended; the next start waits.</summary>
    BackingOff,

    /// <summary>It ended, and is not started again.</summary>
    Stopped,
}
