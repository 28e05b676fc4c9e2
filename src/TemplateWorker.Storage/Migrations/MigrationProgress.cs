namespace TemplateWorker.Storage.Migrations;

/// <summary>What happens while migrations are applied.</summary>
public abstract record MigrationProgress
{
    private MigrationProgress()
    {
    }

    /// <summary>A migration was committed by this runner.</summary>
    /// <param name="Id">Its name in the journal.</param>
    /// <param name="Duration">The time of the attempt that succeeded.</param>
    /// <param name="Notices">What it found that an operator should know; mostly empty.</param>
    public sealed record Applied(string Id, TimeSpan Duration, IReadOnlyList<string> Notices) : MigrationProgress;

    /// <summary>A migration was undone by this runner.</summary>
    /// <param name="Id">Its name, which is no longer in the journal.</param>
    /// <param name="Duration">The time of the attempt that succeeded.</param>
    internal sealed record Undone(string Id, TimeSpan Duration) : MigrationProgress;

    /// <summary>Another runner is at work in this database; this one waits. Said once per wait.</summary>
    public sealed record Waiting : MigrationProgress;

    /// <summary>A table that the migration needs is locked by another session; the migration was rolled back and is tried again.</summary>
    /// <param name="Id">The migration's name.</param>
    /// <param name="Attempt">How many attempts have failed so far.</param>
    /// <param name="Blockers">Who held the lock, one line per session; empty when no session was seen.</param>
    public sealed record Blocked(string Id, int Attempt, IReadOnlyList<string> Blockers) : MigrationProgress;
}
