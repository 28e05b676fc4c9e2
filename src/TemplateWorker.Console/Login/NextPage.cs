using TemplateWorker.Console.Text;

namespace TemplateWorker.Console.Login;

/// <summary>Where a log-in leads. Pure.</summary>
internal static class NextPage
{
    private const int MaxCharacters = 2_048;

    /// <summary>The page that was asked for, if it is one of ours; otherwise the first one.</summary>
    public static string Of(string? asked) => asked is { Length: <= MaxCharacters } && IsOurs(asked) ? asked : ConsoleLinks.Overview;

    // Nothing that a browser would take for another server, or for the start of another header.
    private static bool IsOurs(string path) =>
        (path == ConsoleLinks.Overview
            || path.StartsWith($"{ConsoleLinks.Overview}/", StringComparison.Ordinal)
            || path.StartsWith($"{ConsoleLinks.Overview}?", StringComparison.Ordinal))
        && !path.Contains('\\', StringComparison.Ordinal)
        && path.All(character => character is > ' ' and < (char)127);
}
