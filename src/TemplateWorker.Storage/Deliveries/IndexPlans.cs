using Npgsql;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>
/// Makes the planner walk indexes in the rest of the batch's transaction. Plans may be made while the table is empty and be
/// used when it is full; reading and sorting all of it for a few rows each time is what must never happen.
/// </summary>
internal static class IndexPlans
{
    private const string Sql = """
        select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
            set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
            set_config('jit', 'off', true)
        """;

    // Without an index that has the order, a sort is all there is.
    private const string SqlWithJoins = """
        select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true),
            set_config('jit', 'off', true)
        """;

    public static NpgsqlBatchCommand Command() => new(Sql);

    /// <summary>For statements that also join what they have computed, which has no index.</summary>
    public static NpgsqlBatchCommand CommandWithJoins() => new(SqlWithJoins);
}
