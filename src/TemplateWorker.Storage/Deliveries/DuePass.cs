using Npgsql;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>
/// A pass that moves due work into lanes: one at a time over all processes, so that what is due first is also stored first. It waits
/// for no lock, since another session may hold one for as long as it likes.
/// </summary>
internal static class DuePass
{
    /// <summary>A condition: whether this pass is the one at work. A statement after <see cref="Begin"/> moves nothing without it.</summary>
    public const string IsFirst = "current_setting('template_worker.is_first') = 'true'";

    // Two numbers, so that no tenant's lock, which is one, can be the same. What this statement finds out reaches the next
    // through a setting of the transaction; that one sees everything that the pass before has committed.
    private const string Sql = "select " + DeliveryInsert.TransactionId + """
        , set_config('lock_timeout', '200ms', true),
            set_config('template_worker.is_first', pg_try_advisory_xact_lock(5526349, $1)::text, true)
        """;

    /// <summary>The first statement of the pass's batch.</summary>
    /// <param name="kind">Passes of the same kind exclude each other.</param>
    public static NpgsqlBatchCommand Begin(DuePassKind kind)
    {
        var command = new NpgsqlBatchCommand(Sql);
        command.Parameters.AddNumber((int)kind);
        return command;
    }
}

/// <summary>The kinds of passes, with their numbers among the advisory locks; 1 is maintenance.</summary>
internal enum DuePassKind
{
    /// <summary>Delayed deliveries come into their lanes.</summary>
    Delays = 2,

    /// <summary>Schedules fire.</summary>
    Schedules = 3,
}
