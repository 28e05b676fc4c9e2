using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Manifest;

/// <summary>The file under version control that says which migrations there are, so that a change of one shows in a comparison of revisions.</summary>
internal static class MigrationManifest
{
    /// <summary>Where it is in the repository.</summary>
    public const string Path = "src/TemplateWorker.Storage/Migrations/manifest.tsv";

    private const string Head = "# number\tid\tchecksum\tdown (written by ./dev schema)";

    /// <summary>The file of these migrations.</summary>
    public static string Write(IReadOnlyList<Migration> migrations) => $"{Head}\n{string.Concat(ManifestLine.Of(migrations).Select(line => $"{line}\n"))}";

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its content.</param>
    /// <param name="faults">Gets a sentence for each line that cannot be read.</param>
    public static IReadOnlyList<ManifestLine> Read(string text, List<string> faults)
    {
        List<ManifestLine> lines = [];
        foreach (var (number, line) in text.Split('\n').Index().Where(entry => entry.Item.Length > 0 && entry.Item[0] != '#'))
        {
            if (ManifestLine.Parse(line) is { } read)
            {
                lines.Add(read);
            }
            else
            {
                faults.Add($"line {number + 1} of the manifest cannot be read: it needs number, id, checksum and down, separated by tabs");
            }
        }

        return lines;
    }
}
