using System.Collections;

namespace TemplateWorker.Configuration;

/// <summary>The only place that reads the environment for settings.</summary>
internal static class ProcessEnvironment
{
    /// <summary>A copy of the environment as it is now.</summary>
    public static IReadOnlyDictionary<string, string> Read() =>
        Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? string.Empty, StringComparer.Ordinal);

    /// <summary>Whether the user asked programs not to colour their output (https://no-color.org: set to anything but the empty text).</summary>
    public static bool ForbidsColour => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
