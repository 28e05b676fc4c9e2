using Npgsql;

namespace TemplateWorker.Storage.KeyValue.Statements;

/// <summary>The columns that every statement selects of a key, in this order: value, xmin, created_at, last_updated_at.</summary>
internal static class KeyRow
{
    public static KeyRecord Read(NpgsqlDataReader reader, KeyName name, int firstColumn) => new()
    {
        Name = name,
        Json = reader.GetString(firstColumn),
        Version = reader.GetFieldValue<uint>(firstColumn + 1),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(firstColumn + 2),
        UpdatedAt = reader.GetFieldValue<DateTimeOffset>(firstColumn + 3),
    };
}
