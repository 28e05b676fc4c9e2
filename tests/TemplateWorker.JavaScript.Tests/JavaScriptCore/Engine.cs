
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

/// <summary>The engine of these tests; one per process, as in a worker.</summary>
internal static class Engine
{
    private static readonly Lazy<IScriptEngine> Shared = new(() =>
        ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.JavaScriptCore }));

    public static IScriptEngine Instance => Shared.Value;
}
