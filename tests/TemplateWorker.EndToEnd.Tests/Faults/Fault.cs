using TemplateWorker.EndToEnd.Tests.Faults.Actions;

namespace TemplateWorker.EndToEnd.Tests.Faults;

/// <summary>Something that goes wrong while events flow, and what must be true in spite of it.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="Sentence">For people.</param>
/// <param name="PlayAsync">Does it, and notes on the stage what is wrong.</param>
internal sealed record Fault(string Name, string Sentence, Func<FaultStage, Task> PlayAsync)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("killed-workers", "random workers are killed", KilledWorkers.PlayAsync),
        new("killed-supervisor", "a supervisor is killed", KilledSupervisor.PlayAsync),
        new("stopped-processes", "a worker, then a whole supervisor is stopped and continued", StoppedProcesses.PlayAsync),
        new("late-commits", "events are committed late and out of order of their ids", LateCommits.PlayAsync),
        new("crashed-database", "PostgreSQL is restarted in immediate mode", CrashedDatabase.PlayAsync),
        new("failed-over", "a standby takes over without the last transactions", FailedOver.PlayAsync),
        new("failed-over-synchronous", "a standby takes over that every commit has waited for", FailedOver.PlaySynchronousAsync),
        new("restored-dump", "the database is restored from a dump", RestoredDump.PlayAsync),
        new("terminated-sessions", "all sessions are terminated again and again", TerminatedSessions.PlayAsync),
        new("restarted-supervisor", "a supervisor is stopped gracefully and started again and again", RestartedSupervisor.PlayAsync),
        new("held-row", "another program holds one row of one tenant", HeldRow.PlayAsync),
        new("frozen-connection", "a proxy stops forwarding busy connections without closing them", FrozenConnection.PlayAsync),
        new("stalled-supervisor", "the supervisor alone is stopped and continued again and again", StalledSupervisor.PlayAsync),
        new("read-only", "the database takes no writes for a while", ReadOnlyDatabase.PlayAsync),
        new("full-disk", "the disk of the database is full for a while", FullDisk.PlayAsync),
        new("unstoppable-template", "a template that only the end of its worker stops", UnstoppableTemplate.PlayAsync),
        new("actions", "receivers and consumers of actions, and all that is behind them, are killed and stopped", KilledTakers.PlayAsync),
        new("paused-push", "a supervisor is stopped in the middle of sending an action", PausedPush.PlayAsync),
        new("restored-actions", "the database is restored from a dump in which actions wait", RestoredActions.PlayAsync),
    ];
}
