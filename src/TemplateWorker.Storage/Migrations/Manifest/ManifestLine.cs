using System.Globalization;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Statements;

namespace TemplateWorker.Storage.Migrations.Manifest;

/// <summary>A migration as the manifest under version control has it.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Id">Its name.</param>
/// <param name="Checksum">That of its statements.</param>
/// <param name="Down">The checksum of the statements that undo it; <see cref="Final"/> when it cannot be undone.</param>
internal sealed record ManifestLine(int Number, string Id, string Checksum, string Down)
{
    /// <summary>Stands where there is no way back.</summary>
    public const string Final = "final";

    private const int Columns = 4;

    /// <summary>What the manifest of these migrations has.</summary>
    public static IReadOnlyList<ManifestLine> Of(IReadOnlyList<Migration> migrations) =>
    [
        .. migrations.Select((migration, index) => new ManifestLine(
            index + 1, migration.Id, migration.Checksum, migration.DownStatements is { } down ? StatementChecksum.Of(down) : Final)),
    ];

    /// <summary>Reads a line; null when it has another form.</summary>
    public static ManifestLine? Parse(string line)
    {
        var parts = line.Split('\t');
        return parts.Length == Columns && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ManifestLine(number, parts[1], parts[2], parts[3])
            : null;
    }

    /// <summary>As it stands in the file.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}\t{Id}\t{Checksum}\t{Down}");
}
