using TemplateWorker.Runs.Calls;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>The script threads of a worker.</summary>
internal interface IScriptThreads
{
    /// <summary>Tenants with a heap or cached rows in memory.</summary>
    int WarmCount { get; }

    /// <summary>The runs on the engine. Takes no lock that a thread holds while a script runs.</summary>
    IReadOnlyList<CurrentRun> Running { get; }

    /// <summary>Where a new tenant waits for its turns.</summary>
    ITurns TurnsOf(TenantId tenant);

    /// <summary>Stops the threads after their current turns. What still waits is not answered.</summary>
    void Stop();

    /// <summary>Waits for the end of each thread, at most that long.</summary>
    /// <returns>Whether all have ended.</returns>
    bool Join(TimeSpan each);
}
