using System.Text.Json.Serialization;

namespace TemplateWorker.Storage.Backups;

/// <summary>What a backup says about itself.</summary>
internal sealed record BackupManifest
{
    /// <summary>The form of the file; programs refuse one that they do not know.</summary>
    public const int CurrentFormat = 1;

    /// <summary>See <see cref="CurrentFormat"/>.</summary>
    public required int Format { get; init; }

    /// <summary>When its data was current: nothing that was committed later is in it.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The version of the program that took it.</summary>
    public required string Program { get; init; }

    /// <summary>The server's version, such as <c>15.18</c>.</summary>
    public required string Server { get; init; }

    /// <summary>The major version of the <c>pg_dump</c> that wrote the dump; no older <c>pg_restore</c> reads it.</summary>
    public required int DumpMajor { get; init; }

    /// <summary>The migrations that were applied, in their order.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>The roles that have rights in the database and must be there when it is restored.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>The rows of each table, by its name with the schema.</summary>
    public required IReadOnlyDictionary<string, long> Tables { get; init; }

    /// <summary>Bytes of the dump.</summary>
    public required long DumpBytes { get; init; }

    /// <summary>SHA-256 of the dump, in lower-case hexadecimal digits.</summary>
    public required string DumpSha256 { get; init; }

    /// <summary>The rows of all tables.</summary>
    [JsonIgnore]
    public long Rows => Tables.Values.Sum();
}

/// <summary>The JSON of the manifest.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
