namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// Where it is noted, so that it outlives the process, which delivery is on which script thread. Called for every run, by
/// the thread itself: it neither allocates nor waits.
/// </summary>
internal interface IInFlightRecorder
{
    /// <summary>A delivery is on a thread from now on.</summary>
    void Enter(int thread, int slot, long id, int attempt);

    /// <summary>No delivery is on a thread any more.</summary>
    void Leave(int thread);
}
