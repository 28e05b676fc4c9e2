using Npgsql;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>The parts that all statements share which put deliveries into their lanes.</summary>
/// <remarks>
/// Such a transaction must have its transaction id before it takes the id of a delivery: readers of the lanes conclude from the
/// transactions in progress which delivery ids may still become visible (<see cref="Feeding.LaneSweep"/>).
/// </remarks>
internal static class DeliveryInsert
{
    /// <summary>An expression that gives the transaction its id, for the first statement of the transaction.</summary>
    public const string TransactionId = "txid_current()";

    /// <summary>Wakes the slots of the rows that a part called <c>made</c> returned.</summary>
    public const string WakeMade =
        "woken as (select pg_notify('template_worker_wake', string_agg(distinct slot::text, ',')) from made having count(*) > 0)";

    /// <summary>The start of the insert. The ids are assigned in the order of the select that follows.</summary>
    public const string Into = "insert into deliveries (" + Columns + ")";

    /// <summary>As <see cref="Into"/>, with the number of runs behind the event.</summary>
    public const string IntoWithHops = "insert into deliveries (" + Columns + ", hops)";

    /// <summary>As <see cref="IntoWithHops"/>, with the trace.</summary>
    public const string IntoWithTrace = "insert into deliveries (" + Columns + ", hops, traceparent)";

    /// <summary>As <see cref="IntoWithTrace"/>, with the id.</summary>
    public const string IntoWithId = "insert into deliveries (" + Columns + ", hops, traceparent, id)";

    /// <summary>As <see cref="IntoWithTrace"/>, with the time at which the event was accepted.</summary>
    public const string IntoAgain = "insert into deliveries (" + Columns + ", hops, traceparent, accepted_at)";

    /// <summary>As <see cref="IntoAgain"/>, with the failures so far.</summary>
    public const string IntoAgainWithFailures = "insert into deliveries (" + Columns + ", hops, traceparent, accepted_at, failures)";

    private const string Columns = "slot, owner_type, owner_id, template, event_id, event, data";

    /// <summary>A batch, and so a transaction, that has its id; the statements that insert are added to it.</summary>
    /// <remarks>The batch's first result is that of the id.</remarks>
    public static NpgsqlBatch Batch(NpgsqlConnection connection)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select " + TransactionId));
        return batch;
    }
}
