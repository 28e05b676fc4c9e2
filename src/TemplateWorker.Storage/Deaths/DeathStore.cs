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
    /// <exception cref="StorageException">The database failed. It is safe to count again.</exception>
    public Task<IReadOnlyList<CountedDeath>> CountAsync(IReadOnlyList<DeathNotice> notices, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyList<CountedDeath>>(
            async (connection, token) =>
            {
                List<CountedDeath> counted = [];
                foreach (var part in notices.Chunk(CountDeaths.MaxNotices))
                {
                    counted.AddRange(await CountDeaths.ExecuteAsync(connection, part, token));
                }

                counted.Sort((left, right) => left.Id.CompareTo(right.Id));
                return counted;
            },
            cancellationToken);
}
