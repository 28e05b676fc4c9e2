using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Conversion;

namespace TemplateWorker.JavaScript.Tests.Jint;

public sealed class JintHostileConversionConformanceTests : HostileConversionConformanceTests
{
    private protected override IScriptEngine Engine { get; } = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });
}
