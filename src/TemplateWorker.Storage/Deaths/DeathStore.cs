using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Storage.Deaths;

/// <summary>Counts the deaths of workers against the deliveries that were running on them. Safe for concurrent use.</summary>
public sealed class DeathStore(Database database)
{
    /// <summary>
    /// Counts a death of each delivery that is still there at its attempt, with a row of history, and wakes the slots. The
    /// <see cref="RetryPlan.MaxDeaths"/>th one makes it a dead letter, or parks its lane where the template's policy says so.
    /// </summary>
    /// <returns>Those that were counted, by id. The rest had already moved on.</returns>
    /// <exception cref="StorageException">
    /// The database failed, or another session holds one of the tenants (<see cref="StorageFault.LockNotAvailable"/>); the deaths of
    /// the others are counted. It is safe to count again.
    /// </exception>
    public Task<IReadOnlyList<CountedDeath>> CountAsync(IReadOnlyList<DeathNotice> notices, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<CountedDeath>>(
            async (connection, token) =>
            {
                List<CountedDeath> counted = [];
                PostgresException? held = null;
                foreach (var part in notices.Chunk(CountDeaths.MaxNotices))
                {
                    held = await CountAsync(connection, part, counted, token) ?? held;
                }

                if (held is not null)
                {
                    throw held;
                }

                counted.Sort((left, right) => left.Id.CompareTo(right.Id));
                return counted;
            },
            cancellationToken);

    /// <returns>Why some of them are not counted; null when all are.</returns>
    private static async Task<PostgresException?> CountAsync(
        NpgsqlConnection connection, DeathNotice[] notices, List<CountedDeath> counted, CancellationToken cancellationToken)
    {
        try
        {
            counted.AddRange(await CountDeaths.ExecuteAsync(connection, notices, cancellationToken));
            return null;
        }
        catch (PostgresException held) when (held.SqlState == SqlState.LockNotAvailable)
        {
            if (notices.Length == 1)
            {
                return held;
            }

            foreach (var notice in notices)
            {
                await CountAsync(connection, [notice], counted, cancellationToken);
            }

            return held;
        }
    }
}
