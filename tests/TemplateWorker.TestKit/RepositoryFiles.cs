namespace TemplateWorker.TestKit;

/// <summary>Files at the root of the repository that tests hold against the code.</summary>
public static class RepositoryFiles
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
