namespace TemplateWorker.Runs.InFlight;

/// <summary>For workers that share the supervisor's process: if it dies, no process is left to read the record.</summary>
internal sealed class NoInFlightRecorder : IInFlightRecorder
{
    public static NoInFlightRecorder Instance { get; } = new();

    public void Enter(int thread, int slot, long id, int attempt)
    {
        // No reader survives the process.
    }

    public void Leave(int thread)
    {
        // Nothing was recorded.
    }
}
