using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Values;

/// <summary>
/// Rewrites a column of JSON values in batches, within the migration's transaction: memory holds one batch, however many
/// rows there are. A null value stays null.
/// </summary>
internal static class ValueRewrite
{
    // Two hundred of the largest values make 50 MB.
    private const string FetchSql = "fetch forward 200 from values_to_rewrite";
    private const string CloseSql = "close values_to_rewrite";

    // Far deeper than a script can build values; the stack is what really bounds it.
    private const int MaxDepth = 10_000;

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = MaxDepth };
    private static readonly JsonWriterOptions WriteOptions = new()
    {
        MaxDepth = MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Rewrites every value that is not null.</summary>
    /// <param name="session">The open transaction.</param>
    /// <param name="declareSql">Declares the cursor <c>values_to_rewrite</c> over id and value, the value as text.</param>
    /// <param name="updateSql">Stores the values <c>$2</c>, as text, in the rows with the ids <c>$1</c>.</param>
    /// <param name="rewrite">Writes the new form of one value, or nothing when the value stays as it is.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    public static async Task ExecuteAsync(
        MigrationSession session,
        string declareSql,
        string updateSql,
        Action<JsonElement, Utf8JsonWriter> rewrite,
        CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(declareSql, cancellationToken);
        while (await FetchAsync(session, cancellationToken) is { Count: > 0 } batch)
        {
            await using var update = session.CreateCommand(updateSql);
            var changed = batch.Select(row => (row.Id, Json: Rewrite(row.Id, row.Json, rewrite))).Where(row => row.Json.Length > 0).ToList();
            update.Parameters.Add(new NpgsqlParameter { Value = changed.Select(row => row.Id).ToArray() });
            update.Parameters.Add(new NpgsqlParameter { Value = changed.Select(row => row.Json).ToArray() });
            await update.ExecuteNonQueryAsync(cancellationToken);
        }

        await session.ExecuteAsync(CloseSql, cancellationToken);
    }

    private static async Task<List<(string Id, string Json)>> FetchAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        await using var fetch = session.CreateCommand(FetchSql);
        await using var reader = await fetch.ExecuteReaderAsync(cancellationToken);
        List<(string Id, string Json)> batch = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            batch.Add((reader.GetString(0), reader.GetString(1)));
        }

        return batch;
    }

    /// <summary>Parses a stored value, however deep it is. The caller disposes it.</summary>
    /// <exception cref="StorageException">It is deeper than that; the message names the row.</exception>
    public static JsonDocument Parse(string id, string json)
    {
        try
        {
            return JsonDocument.Parse(json, ReadOptions);
        }
        catch (JsonException exception)
        {
            throw Unusable(id, JsonFault.Of(Encoding.UTF8.GetBytes(json), exception).Message, exception);
        }
    }

    private static string Rewrite(string id, string json, Action<JsonElement, Utf8JsonWriter> rewrite)
    {
        try
        {
            using var document = Parse(id, json);
            var buffer = new ArrayBufferWriter<byte>(json.Length);
            using (var writer = new Utf8JsonWriter(buffer, WriteOptions))
            {
                rewrite(document.RootElement, writer);
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (Exception exception) when (exception is InsufficientExecutionStackException or InvalidOperationException)
        {
            throw Unusable(id, exception.Message, exception);
        }
    }

    private static StorageException Unusable(string id, string reason, Exception cause) => new(
        StorageFault.MigrationFailed, $"The value of the row with id '{id}' cannot be rewritten: {reason}", cause);
}
