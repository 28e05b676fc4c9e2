using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>What to write instead of globals that other hosts of JavaScript have, and templates do not.</summary>
internal static class MissingNames
{
    private const string NoNetwork = "a run cannot make network calls, as it may be repeated or undone; call actions.send(type, data), which sends it when the run has committed";
    private const string NoTimers = "there are no timers, as a run ends with its handler; to run something later, call events.emit(name, data, { delay: milliseconds })";
    private const string NoBrowser = "it belongs to browsers; templates have the language, kv, state, events, actions and what docs/templates.md lists";

    private static readonly string[] Own =
    [
        "on", "kv", "state", "events", "actions", "console", "template", "ctx", "require", "module", "exports", "crypto", "performance",
    ];

    private static readonly Dictionary<string, string> Remedies = new(StringComparer.Ordinal)
    {
        ["fetch"] = NoNetwork,
        ["XMLHttpRequest"] = NoNetwork,
        ["WebSocket"] = NoNetwork,
        ["Request"] = NoNetwork,
        ["Response"] = NoNetwork,
        ["Headers"] = NoNetwork,
        ["setTimeout"] = NoTimers,
        ["clearTimeout"] = NoTimers,
        ["setInterval"] = "there are no timers, as a run ends with its handler; to run something again and again, call events.schedule(name, cron)",
        ["clearInterval"] = NoTimers,
        ["setImmediate"] = "call queueMicrotask(function) instead",
        ["process"] = "it belongs to Node.js; settings are in template.settings, the end of the run's time in ctx.deadline",
        ["Buffer"] = "it belongs to Node.js; use Uint8Array with TextEncoder, TextDecoder, atob and btoa",
        ["global"] = "it belongs to Node.js; use globalThis",
        ["__dirname"] = "it belongs to Node.js; there is __filename, and require takes paths relative to the file",
        ["AbortController"] = "nothing can be aborted; the end of the run's time is in ctx.deadline",
        ["AbortSignal"] = "nothing can be aborted; the end of the run's time is in ctx.deadline",
        ["localStorage"] = "it belongs to browsers; store values with kv.set(key, value)",
        ["sessionStorage"] = "it belongs to browsers; store values with kv.set(key, value)",
        ["window"] = NoBrowser,
        ["document"] = NoBrowser,
        ["self"] = "it belongs to browsers; use globalThis",
        ["alert"] = "it belongs to browsers; write to the log with console.log",
    };

    /// <returns>What its author can do; null when nothing is known.</returns>
    public static string? Remedy(string name) => Remedies.TryGetValue(name, out var remedy) ? remedy
        : Nearest.Of(name, Own) is { } near ? $"did you mean {near}?"
        : null;
}
