using System.Runtime.CompilerServices;
using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Language;

/// <summary>A piece of code whose answer is the same on every engine, or listed as different. See <c>probes.json</c>.</summary>
internal sealed record Probe
{
    /// <summary>What it is about.</summary>
    public required string Group { get; init; }

    /// <summary>The body of an async function.</summary>
    public required string Code { get; init; }

    /// <summary>What Node answers: the result as JSON, or the name of the error.</summary>
    public required string Answer { get; init; }

    /// <summary>What Jint answers instead; null when it answers as Node does.</summary>
    public string? Jint { get; init; }

    /// <summary>What JavaScriptCore answers instead; null when it answers as Node does.</summary>
    public string? JavaScriptCore { get; init; }

    /// <summary>The difference in words, a row of the table in <c>docs/engines.md</c>.</summary>
    public string? Difference { get; init; }

    public static IReadOnlyList<Probe> All { get; } =
        JsonSerializer.Deserialize<Recorded>(File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "probes.json")), JsonSerializerOptions.Web)!.Probes;

    /// <summary>What the engine of a bench answers.</summary>
    public string Ask(Workbench bench)
    {
        const string Start = "on('go', async () => { try { const value = JSON.stringify(await (async () => {";
        const string End = "\n})()); return value === undefined ? 'undefined' : value; } catch (error) { return 'throws ' + error.name; } });";
        switch (bench.TryLoad(Start + Code + End))
        {
            case ScriptLoadOutcome.Loaded { Template: var template }:
                using (template)
                {
                    return bench.Run(template) switch
                    {
                        ScriptOutcome.Completed completed => JsonSerializer.Deserialize<string>(completed.ResultJson!)!,
                        ScriptOutcome.Failed { Failure: var failure } => $"fails {failure.Reason}: {failure.Message}",
                        var other => other.ToString(),
                    };
                }

            case ScriptLoadOutcome.Failed { Failure: var failure }:
                return $"throws {failure.Message.Split(':')[0]}";
            default:
                throw new InvalidOperationException("There is a third outcome of a load.");
        }
    }

    private static string Here([CallerFilePath] string file = "") => file;

    private sealed record Recorded(string Node, IReadOnlyList<Probe> Probes);
}
