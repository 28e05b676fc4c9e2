using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemplateWorker.Storage.TenantCopies;

/// <summary>
/// The file of an export: lines of JSON. The first is a <see cref="TenantFileHead"/>, each of the others <c>{"table":…,"row":…}</c>, and the last a
/// <see cref="TenantFileEnd"/> with the hash of all bytes before it.
/// </summary>
internal static class TenantFile
{
    /// <summary>A file of a version of a template may have 8 MiB, and some are kept as one line.</summary>
    private const int MaxLineLength = 64 << 20;

    /// <summary>Reads the whole file and compares it with its end.</summary>
    /// <exception cref="StorageException">It is no complete export, or one that this program does not know.</exception>
    public static async Task<(TenantFileHead Head, TenantFileEnd End)> CheckAsync(string path, CancellationToken cancellationToken)
    {
        TenantFileHead? head = null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var rows = 0L;
        string? last = null;
        await foreach (var line in LinesAsync(path, cancellationToken))
        {
            if (last is not null)
            {
                head ??= Parse(path, last, TenantFileJson.Default.TenantFileHead);
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(last + "\n"));
                rows++;
            }

            last = line;
        }

        var end = last is null || head is null ? throw Broken(path, "it has no end") : Parse(path, last, TenantFileJson.Default.TenantFileEnd);
        if (head.Format != TenantFileHead.CurrentFormat)
        {
            throw Broken(path, $"its format is {head.Format}, and this version reads {TenantFileHead.CurrentFormat}");
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found != end.Sha256 || rows - 1 != end.Rows
            ? throw Broken(path, $"its {rows - 1} rows have the SHA-256 {found}, and its end says {end.Rows} rows and {end.Sha256}")
            : (head, end);
    }

    /// <summary>The rows of a file that was checked.</summary>
    public static async IAsyncEnumerable<TenantFileRow> RowsAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in LinesAsync(path, cancellationToken))
        {
            if (line.StartsWith("{\"table\":", StringComparison.Ordinal))
            {
                yield return Parse(path, line, TenantFileJson.Default.TenantFileRow);
            }
        }
    }

    private static async IAsyncEnumerable<string> LinesAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StreamReader reader;
        try
        {
            reader = File.OpenText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFault.BackupFailed, $"The export {path} cannot be read: {fault.Message}", fault);
        }

        using (reader)
        {
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                yield return line.Length > MaxLineLength ? throw Broken(path, $"a line has {line.Length} characters") : line;
            }
        }
    }

    private static T Parse<T>(string path, string line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw Broken(path, "a line is null");
        }
        catch (JsonException fault)
        {
            throw Broken(path, fault.Message);
        }
    }

    private static StorageException Broken(string path, string why) =>
        new(StorageFault.BackupBroken, $"{path} is not a complete export of a tenant: {why.TrimEnd('.')}.");
}

/// <summary>The first line of an export.</summary>
internal sealed record TenantFileHead
{
    /// <summary>The form of the file; programs refuse one that they do not know.</summary>
    public const int CurrentFormat = 1;

    /// <summary>See <see cref="CurrentFormat"/>.</summary>
    public required int Format { get; init; }

    /// <summary>The tenant's text form.</summary>
    public required string Tenant { get; init; }

    /// <summary>When its data was current.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The version of the program that wrote it.</summary>
    public required string Program { get; init; }

    /// <summary>The last migration: the columns of the rows are those of its schema.</summary>
    public required string Migration { get; init; }
}

/// <summary>A row of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Row">The columns by name.</param>
internal sealed record TenantFileRow([property: JsonRequired] string Table, [property: JsonRequired] JsonElement Row);

/// <summary>The last line of an export.</summary>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Sha256">Of all bytes before this line, in lower-case hexadecimal digits.</param>
internal sealed record TenantFileEnd([property: JsonRequired] long Rows, [property: JsonRequired] string Sha256);

/// <summary>The JSON of an export.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TenantFileHead))]
[JsonSerializable(typeof(TenantFileRow))]
[JsonSerializable(typeof(TenantFileEnd))]
internal sealed partial class TenantFileJson : JsonSerializerContext;
