using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Console.Text;

/// <summary>The words for severities of log lines.</summary>
internal static class LogWords
{
    public static string Of(LogSeverity severity) => severity.ToString().ToLowerInvariant();
}
