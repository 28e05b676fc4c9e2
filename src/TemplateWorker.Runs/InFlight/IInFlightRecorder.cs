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

    /// <summary>Records the delivery that is on a thread from now on, if there is one.</summary>
    sealed void Note(int thread, EngineUse? use)
    {
        if (use is { Delivery: { } delivery, Tenant.Slot: var slot })
        {
            Enter(thread, slot, delivery.Id, delivery.Attempt);
        }
        else
        {
            Leave(thread);
        }
    }
}
