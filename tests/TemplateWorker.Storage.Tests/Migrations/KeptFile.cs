using TemplateWorker.TestKit;

namespace TemplateWorker.Storage.Tests.Migrations;

/// <summary>A file under version control that is made from the migrations. <c>./dev schema</c> sets the variable that writes it anew.</summary>
internal static class KeptFile
{
    private const string Renew = "TEMPLATE_WORKER_RENEW_SCHEMA";

    /// <summary>Requires that a file has a content, or gives it this content.</summary>
    /// <param name="path">In the repository.</param>
    /// <param name="content">As it should be.</param>
    public static async Task RequireAsync(string path, string content)
    {
        var place = RepositoryFiles.PathOf(path);
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            await File.WriteAllTextAsync(place, content);
            return;
        }

        var kept = File.Exists(place) ? await File.ReadAllTextAsync(place) : "";
        RequireSame(kept, content, $"{path} is not up to date: run ./dev schema, and commit the file with the migration");
    }

    /// <summary>Compares long texts, and shows the first line that differs.</summary>
    public static void RequireSame(string kept, string content, string message)
    {
        var (was, present) = (kept.Split('\n'), content.Split('\n'));
        var line = was.Zip(present).TakeWhile(pair => pair.First == pair.Second).Count();
        (line < was.Length ? was[line] : null).ShouldBe(line < present.Length ? present[line] : null, $"{message}. Line {line + 1} differs first");
    }
}
