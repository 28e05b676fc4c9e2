using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Jint;

public sealed class JintModuleConformanceTests : ModuleConformanceTests
{
    private protected override IScriptEngine Engine { get; } = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });
}
