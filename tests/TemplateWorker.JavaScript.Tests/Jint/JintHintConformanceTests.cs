using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Jint;

public sealed class JintHintConformanceTests : HintConformanceTests
{
    private protected override IScriptEngine Engine { get; } = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });
}
