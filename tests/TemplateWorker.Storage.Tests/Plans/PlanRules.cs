namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>Says what is wrong with a plan. Knows no database.</summary>
internal static class PlanRules
{
    /// <summary>A statement reads at most so many rows for each that it uses: returns, changes or got as a parameter …</summary>
    public const int RowsPerUsedRow = 10;

    /// <summary>… and so many besides.</summary>
    public const int RowsBesides = 400;

    /// <summary>A scan looks at no more than so many blocks for each look-up: an index of four levels, and the table. Dead rows count here.</summary>
    public const int BlocksPerLookUp = 10;

    /// <summary>… for each row that it finds …</summary>
    public const int BlocksPerRow = 4;

    /// <summary>… and besides.</summary>
    public const int BlocksBesides = 20;

    /// <summary>A write looks at no more than so many blocks for each row: the table and each of its indexes.</summary>
    public const int BlocksPerWrite = 40;

    /// <summary>Tables that may be read as a whole, with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> ReadAsAWhole = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["slots"] = "4,096 rows, for ever; an owner has a large part of them",
        ["queue_limits"] = "a row for each tenant that is named in limits.tenants; read as a whole when a supervisor starts",
        ["supervisors"] = "a row for each supervisor that lived within the last hour",
        ["deliveries_id_seq"] = "a sequence, of one row",
        ["action_positions"] = "as deliveries_id_seq",
        ["history_default"] = "holds only rows of months without a partition, for an hour",
        ["logs_default"] = "as history_default",
        ["audit_log_default"] = "as history_default",
    };

    /// <summary>Statements that may read more rows than they use, with the reason, by what is in their text.</summary>
    private static readonly IReadOnlyDictionary<string, string> Counts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["l.queued, l.delayed, l.dead, now() - l.oldest"] = "an operator's view of a tenant's lanes counts what is in them; each count has a limit",
        ["nullif(k.counted_at, 'epoch')"] = "what a tenant keeps; what has no counter is counted, up to 10,000 rows of a table",
        ["select distinct owner_type, owner_id from templates"] = "an operator looks for tenants by the beginning of an id, for which older servers use no index",
        ["from tokens where revoked_at is null limit"] = "an operator issues a token; what counts is how many there are",
        ["r.entries - u.entries, r.bytes - u.bytes"] = "a pass compares a tenant's counter with all its rows, once a day",
    };

    /// <summary>The faults of a plan.</summary>
    public static IEnumerable<string> Faults(ExecutedPlan plan)
    {
        var counts = Counts.Keys.Any(text => plan.Sql.Contains(text, StringComparison.Ordinal));
        foreach (var node in plan.Nodes)
        {
            if (NodeFault(node) is { } fault && !(counts && node.Type != "Seq Scan"))
            {
                yield return fault;
            }
        }

        var read = plan.Nodes.Where(IsScan).Sum(node => node.Rows + node.Removed);
        var used = plan.Nodes[0].Rows + plan.Nodes.Where(IsUse).Sum(node => node.Rows);
        if (!counts && read > (RowsPerUsedRow * used) + RowsBesides)
        {
            yield return $"{read} rows read for {used} that are used";
        }
    }

    private static string? NodeFault(PlanNode node) => node switch
    {
        { Relation: { } table } when table.StartsWith("pg_", StringComparison.Ordinal) => null,
        // One that was not executed is behind a condition on the parameters alone, and its plan was made for these.
        { Type: "Seq Scan", Loops: > 0 } when !ReadAsAWhole.ContainsKey(node.Relation!) => $"a sequential scan of {node.Relation}",
        { Type: ExecutedPlan.Write } when node.Blocks > (BlocksPerWrite * (node.Rows + 1)) + BlocksBesides =>
            $"{node.Blocks} blocks looked at to write {node.Rows} rows of {node.Relation}",
        _ when IsScan(node) && node.Type != "Seq Scan" && node.Blocks > (BlocksPerLookUp * node.Loops) + (BlocksPerRow * node.Rows) + BlocksBesides =>
            $"{node.Blocks} blocks looked at to find {node.Rows} rows of {node.Relation} in {node.Loops} look-ups by {node.Index} ({node.Condition})",
        _ => null,
    };

    private static bool IsScan(PlanNode node) =>
        node is { Relation: { } table, Type: not ExecutedPlan.Write } && !table.StartsWith("pg_", StringComparison.Ordinal) && !ReadAsAWhole.ContainsKey(table);

    private static bool IsUse(PlanNode node) => node.Type is "Function Scan" or ExecutedPlan.Write;
}
