namespace TemplateWorker.Storage.Migrations.Manifest;

/// <summary>Finds what is wrong with migrations before they are released. Each fault is a sentence without its full stop.</summary>
internal static class ManifestCheck
{
    // Those that existed before this program.
    private const int Seed = 5;

    private const string Renew = "run ./dev schema";

    /// <summary>The manifest in itself: numbers used twice, numbers left out, names used twice, and missing ways back.</summary>
    public static IEnumerable<string> Itself(IReadOnlyList<ManifestLine> manifest)
    {
        foreach (var twice in manifest.GroupBy(line => line.Number).Where(group => group.Count() > 1))
        {
            yield return $"number {twice.Key} is used by {string.Join(" and ", twice.Select(line => line.Id))}: the later one needs the next free number";
        }

        foreach (var twice in manifest.GroupBy(line => line.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"{twice.Key} is the name of {twice.Count()} migrations: a journal can have it once";
        }

        var numbers = manifest.Select(line => line.Number).ToHashSet();
        foreach (var gap in Enumerable.Range(1, numbers.Append(0).Max()).Where(number => !numbers.Contains(number)))
        {
            yield return $"number {gap} is left out: migrations are numbered without gaps";
        }

        foreach (var line in manifest.Where(line => line.Number > Seed && line.Down == ManifestLine.Final))
        {
            yield return $"{line.Id} has no way back: give it the statements that undo it";
        }
    }

    /// <summary>The manifest against the migrations of this program.</summary>
    public static IEnumerable<string> AgainstProgram(IReadOnlyList<ManifestLine> manifest, IReadOnlyList<ManifestLine> program)
    {
        foreach (var line in program)
        {
            var noted = manifest.FirstOrDefault(other => other.Id == line.Id);
            if (noted is null)
            {
                yield return $"{line.Id} is not in the manifest: {Renew}";
            }
            else if (noted != line)
            {
                yield return $"{line.Id} is another one in the manifest: {Renew}, unless it was released";
            }
        }

        foreach (var line in manifest.Where(line => !program.Any(other => other.Id == line.Id)))
        {
            yield return $"{line.Id} is in the manifest, but not in this program: none is ever removed";
        }
    }

    /// <summary>The manifest against that of an earlier revision, whose migrations databases may have had.</summary>
    /// <param name="manifest">The present one.</param>
    /// <param name="earlier">That of the revision.</param>
    /// <param name="revision">How messages call it.</param>
    public static IEnumerable<string> AgainstRevision(IReadOnlyList<ManifestLine> manifest, IReadOnlyList<ManifestLine> earlier, string revision)
    {
        foreach (var line in earlier)
        {
            var present = manifest.FirstOrDefault(other => other.Id == line.Id);
            if (present is null)
            {
                var renamed = manifest.FirstOrDefault(other => other.Checksum == line.Checksum);
                yield return renamed is null
                    ? $"{line.Id} was removed since {revision}: databases that had it would be refused"
                    : $"{line.Id} was renamed to {renamed.Id} since {revision}: databases that had it would be refused";
            }
            else if (present.Checksum != line.Checksum)
            {
                yield return $"{line.Id} was changed since {revision}: databases that had it keep the older statements, so append a migration instead";
            }
            else if (present.Number != line.Number)
            {
                yield return $"{line.Id} was number {line.Number} in {revision} and is number {present.Number}: new migrations go to the end";
            }
        }
    }
}
