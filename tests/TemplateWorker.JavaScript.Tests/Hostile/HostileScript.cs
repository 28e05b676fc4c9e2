using System.Runtime.CompilerServices;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>One attack: a template, and how it has to end.</summary>
/// <param name="Name">Its code, or a description where that is generated.</param>
/// <param name="Template">The entry file.</param>
/// <param name="Ends">How it may end.</param>
internal sealed record HostileScript(string Name, string Template, Ends Ends)
{
    /// <summary>The data of its event, as JSON.</summary>
    public string Data { get; init; } = "null";

    /// <summary>The engine that cannot end it: the supervisor has to end the process, or the process ends by itself.</summary>
    public ScriptEngineKind? EndlessOn { get; init; }

    /// <summary>One call of a built-in function overruns the limit by more than a second.</summary>
    public bool IsSlow { get; init; }

    /// <summary>The runtime keeps the buffers of giant texts for the next ones, for up to a minute.</summary>
    public bool KeepsBuffers { get; init; }

    public bool IsEndlessOn(ScriptEngineKind kind) => EndlessOn == kind;

    /// <summary>A handler.</summary>
    public static HostileScript Handler(string body, Ends ends) => new(body, $"on('go', function (event, ctx) {{\n{body}\n}});", ends);

    /// <summary>An entry file that is generated, under the expression that makes it.</summary>
    public static HostileScript File(string text, Ends ends, [CallerArgumentExpression(nameof(text))] string name = "") => new(name, text, ends);

    public static IReadOnlyList<HostileScript> Handlers(Ends ends, params ReadOnlySpan<string> bodies)
    {
        var scripts = new List<HostileScript>();
        foreach (var body in bodies)
        {
            scripts.Add(Handler(body, ends));
        }

        return scripts;
    }
}
