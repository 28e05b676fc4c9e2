using Npgsql;

namespace TemplateWorker.Storage.Migrations;

/// <summary>How one attempt to apply or undo the next migration ended.</summary>
internal abstract record MigrationAttempt
{
    private MigrationAttempt()
    {
    }

    /// <summary>No step is left to do.</summary>
    public sealed record Current : MigrationAttempt;

    /// <summary>The journal is made or taken over; nothing else was done yet.</summary>
    public sealed record JournalPrepared : MigrationAttempt;

    /// <summary>It is committed.</summary>
    public sealed record Done(string Id, TimeSpan Duration, IReadOnlyList<string> Notices) : MigrationAttempt;

    /// <summary>Another runner holds the lock.</summary>
    public sealed record OtherRunner : MigrationAttempt;

    /// <summary>A lock that it needs was not free within <see cref="LockWait.Limit"/>; it was undone.</summary>
    public sealed record Blocked(string Id, PostgresException Cause) : MigrationAttempt;
}
