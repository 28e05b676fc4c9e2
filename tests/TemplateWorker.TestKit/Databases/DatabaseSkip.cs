namespace TemplateWorker.TestKit.Databases;

/// <summary>Why tests that need PostgreSQL are skipped here, or null when they run.</summary>
internal static class DatabaseSkip
{
    public static string? Reason => Requirement.SkipReason(TestServerSearch.CanSucceed, TestServerSearch.NothingFound);
}
