using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.Actions.Operating;

/// <summary>The part of statements that selects the actions of a filter, and their execution.</summary>
internal static class ActionSelection
{
    /// <summary>A common table expression <c>selected</c>.</summary>
    public const string Sql = $"""
        with selected as materialized (
            select ctid as place, slot, owner_type, owner_id, channel, route, position, id, type, due_at, died_at
            from actions
            where owner_type = $1 and owner_id = $2 and id > $3 and ($4::text is null or type = $4)
                and ($5::text is null or $5 = {ActionStates.Sql})
                and ($6::uuid[] is null or id = any ($6))
            order by owner_type, owner_id, id
            limit $7
        )
        """;

    public static NpgsqlBatchCommand Command(string sql, ActionFilter filter)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddTenant(filter.Tenant);
        // Of given ids none is lower than the lowest.
        var after = filter.Ids is { Count: > 0 } ids && Before(ids) is var before && before.CompareTo(filter.After) > 0 ? before : filter.After;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        command.Parameters.AddText(filter.Type).AddText(filter.State?.Word());
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = filter.Ids is null ? DBNull.Value : filter.Ids.ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        });
        command.Parameters.AddNumber(filter.Limit);
        return command;
    }

    private static Guid Before(IReadOnlyList<Guid> ids) => IdFloor.Before(IdFloor.TimeOf(ids.Min()));
}
