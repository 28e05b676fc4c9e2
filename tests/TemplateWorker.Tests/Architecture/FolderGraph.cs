namespace TemplateWorker.Tests.Architecture;

/// <summary>Which folders of one assembly use which others.</summary>
internal sealed class FolderGraph
{
    private readonly ILookup<string, TypeUse> _bySource;

    public FolderGraph(IEnumerable<TypeUse> uses)
    {
        _bySource = uses.Where(use => use.User.Assembly == use.Used.Assembly && use.User.Folder != use.Used.Folder).ToLookup(use => use.User.Folder);
    }

    /// <summary>The circles, each as "A → B → A, because …" with one pair of types per arrow.</summary>
    public IEnumerable<string> Circles() => _bySource
        .Select(source => source.Key)
        .Order(StringComparer.Ordinal)
        .Select(folder => PathBack(folder))
        .OfType<IReadOnlyList<TypeUse>>()
        .DistinctBy(circle => string.Join('|', circle.Select(use => use.User.Folder).Order(StringComparer.Ordinal)))
        .Select(circle => $"{string.Join(" → ", circle.Select(use => Show(use.User.Folder)).Append(Show(circle[0].User.Folder)))}, because {string.Join("; ", circle)}");

    // The shortest way from a folder back to itself.
    private List<TypeUse>? PathBack(string start)
    {
        var cameBy = new Dictionary<string, TypeUse>(StringComparer.Ordinal);
        var open = new Queue<string>([start]);
        while (open.TryDequeue(out var folder))
        {
            foreach (var use in _bySource[folder])
            {
                if (use.Used.Folder == start)
                {
                    return [.. Unwind(cameBy, start, folder), use];
                }

                if (cameBy.TryAdd(use.Used.Folder, use))
                {
                    open.Enqueue(use.Used.Folder);
                }
            }
        }

        return null;
    }

    private static List<TypeUse> Unwind(Dictionary<string, TypeUse> cameBy, string start, string folder)
    {
        var path = new List<TypeUse>();
        while (folder != start)
        {
            path.Add(cameBy[folder]);
            folder = cameBy[folder].User.Folder;
        }

        path.Reverse();
        return path;
    }

    private static string Show(string folder) => folder.Length == 0 ? "(root)" : folder;
}
