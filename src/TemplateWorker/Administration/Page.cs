namespace TemplateWorker.Administration;

/// <summary>A table, followed by the flag for the next page.</summary>
internal static class Page
{
    /// <param name="table">The rows.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="next">Where the next page starts; null when there is none.</param>
    /// <param name="flag">The flag that takes it.</param>
    public static string Of(string table, int count, string? next, string flag = "--after") => (count, next) switch
    {
        (0, _) => "none",
        (_, null) => table,
        _ => $"{table}\n\nmore: {flag} {next}",
    };
}
