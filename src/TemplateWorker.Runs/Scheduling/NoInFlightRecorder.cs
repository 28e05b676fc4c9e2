namespace TemplateWorker.Runs.Scheduling;

/// <summary>For workers that are threads of the supervisor: what kills them leaves nobody to read a stage.</summary>
internal sealed class NoInFlightRecorder : IInFlightRecorder
{
    public static NoInFlightRecorder Instance { get; } = new();

    public void Enter(int thread, int slot, long id, int attempt)
    {
        // Nothing outlives the process.
    }

    public void Leave(int thread)
    {
        // Nothing was noted.
    }
}
