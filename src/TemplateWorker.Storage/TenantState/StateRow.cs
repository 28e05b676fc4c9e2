using Npgsql;

namespace TemplateWorker.Storage.TenantState;

/// <summary>The columns that every statement selects of a state, in this order: data, events, banned, xmin.</summary>
internal static class StateRow
{
    public static TenantStateRecord Read(NpgsqlDataReader reader) => new()
    {
        DataJson = reader.GetString(0),
        Events = reader.GetFieldValue<string[]>(1),
        Banned = reader.GetBoolean(2),
        Version = reader.GetFieldValue<uint>(3),
    };
}
