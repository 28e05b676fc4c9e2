using System.Globalization;
using System.Text.Json;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Api.History;

/// <summary>Maps log lines to answers.</summary>
internal static class LogAnswers
{
    public static string NameOf(LogSeverity severity) => JsonNamingPolicy.SnakeCaseLower.ConvertName(severity.ToString());

    /// <param name="lines">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    public static LogPageAnswer Page(IReadOnlyList<LogLine> lines, int limit) =>
        new([.. lines.Select(Item)], lines.Count == limit ? CursorOf(lines[^1]) : null);

    // In UTC without an offset, so that it needs no escaping in a query.
    private static string CursorOf(LogLine line) => line.LoggedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static LogItem Item(LogLine line) => new()
    {
        LoggedAt = line.LoggedAt,
        Level = NameOf(line.Severity),
        Template = line.Template,
        Run = line.RunId,
        Line = line.Text,
    };
}
