using System.Runtime.CompilerServices;

namespace TemplateWorker.Tests.Architecture;

/// <summary>The repository's files, found from where this file was compiled.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find(Here());

    /// <summary>The C# files below a folder of the repository, as (path from the root, lines).</summary>
    public static IEnumerable<(string Path, string[] Lines)> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllLines(path)));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static string Find(string directory)
    {
        while (!File.Exists(Path.Combine(directory, "TemplateWorker.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The repository's root was not found.");
        }

        return directory;
    }
}
