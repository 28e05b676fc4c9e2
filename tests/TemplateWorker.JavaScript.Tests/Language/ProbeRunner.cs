using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Language;

/// <summary>Answers all probes in a process of its own, whose zone and locale the parent decides.</summary>
internal static class ProbeRunner
{
    public const string Scenario = "probes";

    /// <summary>Writes the answers as one JSON array.</summary>
    public static void Run(ScriptEngineKind kind)
    {
        using var engine = ScriptEngines.Create(new ScriptEngineOptions { Kind = kind });
        using var bench = new Workbench(engine);
        Console.WriteLine(JsonSerializer.Serialize(Probe.All.Select(probe => probe.Ask(bench))));
    }
}
