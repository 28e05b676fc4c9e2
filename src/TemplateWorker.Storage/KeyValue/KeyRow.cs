using Npgsql;
using NpgsqlTypes;

namespace TemplateWorker.Storage.KeyValue;

/// <summary>
/// The columns that every statement selects of a key, in this order: value, xmin, created_at, last_updated_at, when it
/// expires, how long until then, ctid.
/// </summary>
internal static class KeyRow
{
    public static KeyRecord Read(NpgsqlDataReader reader, KeyName name, int firstColumn) => new()
    {
        Name = name,
        Json = reader.GetString(firstColumn),
        Version = reader.GetFieldValue<uint>(firstColumn + 1),
        CreatedAt = reader.GetFieldValue<DateTimeOffset>(firstColumn + 2),
        UpdatedAt = reader.GetFieldValue<DateTimeOffset>(firstColumn + 3),
        ExpiresAt = reader.IsDBNull(firstColumn + 4) ? null : reader.GetFieldValue<DateTimeOffset>(firstColumn + 4),
        Place = RowPlace.Of(reader.GetFieldValue<NpgsqlTid>(firstColumn + 6)),
        ExpiresIn = reader.IsDBNull(firstColumn + 5) ? null : reader.GetFieldValue<TimeSpan>(firstColumn + 5),
    };
}
