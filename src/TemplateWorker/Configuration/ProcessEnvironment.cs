using System.Collections;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Configuration;

/// <summary>The only place that reads the environment for settings.</summary>
internal static class ProcessEnvironment
{
    /// <summary>A copy of the environment as it is now.</summary>
    public static IReadOnlyDictionary<string, string> Read() =>
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty, StringComparer.Ordinal);

    /// <summary>
    /// How lines on standard error are coloured: for a terminal they are, unless <c>NO_COLOR</c> is set to anything but the
    /// empty text (https://no-color.org).
    /// </summary>
    public static LineColours ErrorColours =>
        System.Console.IsErrorRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? LineColours.None : LineColours.Ansi;
}
