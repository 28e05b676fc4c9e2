namespace TemplateWorker.Storage.Migrations;

/// <summary>
/// Decides how long to wait between attempts at a migration, and when to give up. Knows no clock; one per migration.
/// </summary>
internal sealed class LockWait
{
    /// <summary>How long a migration waits for one lock before it is undone. <see cref="Journal.PrepareSession"/> sets it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>After so many attempts that met a foreign lock, a migration fails: half a minute with the waits between.</summary>
    public const int MaxBlockedAttempts = 20;

    private static readonly TimeSpan RunnerPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BlockedPause = TimeSpan.FromMilliseconds(500);

    private int _blocked;
    private bool _waited;

    /// <summary>Whether the wait for another runner has just begun.</summary>
    public bool IsFirstWaitForRunner()
    {
        var first = !_waited;
        _waited = true;
        return first;
    }

    /// <summary>Counts an attempt that met a foreign lock.</summary>
    /// <returns>The number of such attempts.</returns>
    /// <exception cref="StorageException">There were <see cref="MaxBlockedAttempts"/> of them.</exception>
    public int CountBlocked(MigrationAttempt.Blocked attempt, IReadOnlyList<string> blockers)
    {
        if (++_blocked < MaxBlockedAttempts)
        {
            return _blocked;
        }

        var who = blockers.Count == 0
            ? "Who holds it could not be seen; look at pg_locks."
            : $"It was held by: {string.Join("; ", blockers)}. End these sessions, or wait until they are done, and start again.";
        throw new StorageException(
            StorageFault.LockNotAvailable,
            $"The migration '{attempt.Id}' could not get a lock in {MaxBlockedAttempts} attempts of {Limit.TotalSeconds:0} s and was undone. {who}",
            attempt.Cause)
        {
            SqlState = SqlState.LockNotAvailable,
        };
    }

    /// <summary>How long to wait before the next attempt.</summary>
    public static TimeSpan NextDelay(MigrationAttempt last) => last is MigrationAttempt.Blocked ? BlockedPause : RunnerPoll;
}
