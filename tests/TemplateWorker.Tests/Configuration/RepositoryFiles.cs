namespace TemplateWorker.Tests.Configuration;

/// <summary>Files at the root of the repository that tests hold against the code.</summary>
internal static class RepositoryFiles
{
    public static string PathOf(string relativePath)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "TemplateWorker.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No TemplateWorker.sln above {AppContext.BaseDirectory}.");
        }

        return Path.Combine(folder.FullName, relativePath);
    }
}
