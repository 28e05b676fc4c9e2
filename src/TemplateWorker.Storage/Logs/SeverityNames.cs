namespace TemplateWorker.Storage.Logs;

/// <summary>How severities stand in the table.</summary>
internal static class SeverityNames
{
    private static readonly string[] Names = ["debug", "info", "warn", "error"];

    public static string Of(LogSeverity severity) => Names[(int)severity];

    public static string[] From(LogSeverity least) => Names[(int)least..];

    public static LogSeverity Parse(string name) => (LogSeverity)Array.IndexOf(Names, name);
}
