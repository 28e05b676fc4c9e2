using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Web;

namespace TemplateWorker.JavaScript.Tests.Jint;

public sealed class JintUrlConformanceTests : UrlConformanceTests
{
    private protected override IScriptEngine Engine { get; } = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });
}
