using System.Text;

namespace TemplateWorker.JavaScript.Web;

/// <summary>
/// The globals that are scripts: those of the web as far as templates have them, and the errors that decide about further attempts. The scripts,
/// in this folder, are the same for both engines; each is run in an interpreter when a template first reads one of its globals.
/// </summary>
internal static class WebScript
{
    /// <summary>Begins the names of the scripts. Frames of them are cut from the stacks that authors see.</summary>
    public const string UrlPrefix = "template-worker:bootstrap/";

    private static readonly Dictionary<string, Lazy<string>> Sources = new(StringComparer.Ordinal)
    {
        ["errors"] = new(() => Read("errors")),
        ["outcomes"] = new(() => Read("outcomes")),
        ["text"] = new(() => Read("text")),
        ["tasks"] = new(() => Read("tasks")),
        ["clone"] = new(() => Read("clone")),
        ["crypto"] = new(() => Read("crypto")),
        ["url"] = new(() => Read("url")),
    };

    public static IEnumerable<string> Parts => Sources.Keys;

    /// <summary>Each global with the part that makes it.</summary>
    public static IReadOnlyDictionary<string, string> Globals { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["DOMException"] = "errors",
        ["RetryLater"] = "outcomes",
        ["Permanent"] = "outcomes",
        ["TextEncoder"] = "text",
        ["TextDecoder"] = "text",
        ["atob"] = "text",
        ["btoa"] = "text",
        ["queueMicrotask"] = "tasks",
        ["performance"] = "tasks",
        ["structuredClone"] = "clone",
        ["crypto"] = "crypto",
        ["CryptoKey"] = "crypto",
        ["URL"] = "url",
        ["URLSearchParams"] = "url",
    };

    /// <summary>
    /// An expression: a function of (<c>native</c>, the functions of the host; <c>use</c>, which returns another part by its name) that returns
    /// what the part makes.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public static string Source(string part) => Sources.TryGetValue(part, out var source)
        ? source.Value
        : throw new ArgumentException($"There is no part {part}.", nameof(part));

    private static string Read(string part)
    {
        using var stream = typeof(WebScript).Assembly.GetManifestResourceStream($"Web.{part}.js")
            ?? throw new InvalidOperationException($"The resource Web.{part}.js is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return $"(function (native, use) {{'use strict';{reader.ReadToEnd()}\n}})";
    }
}
