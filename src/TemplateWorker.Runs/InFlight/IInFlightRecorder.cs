namespace TemplateWorker.Runs.InFlight;

/// <summary>
/// Records which delivery is on which script thread, in a place that survives the process. Called for every run, by
/// the thread itself: implementations neither allocate nor wait.
/// </summary>
internal interface IInFlightRecorder
{
    /// <summary>A delivery starts on a thread.</summary>
    void Enter(int thread, int slot, long id, int attempt);

    /// <summary>The thread's delivery has ended.</summary>
    void Leave(int thread);
}
