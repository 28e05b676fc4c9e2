using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Hostile;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

[Trait("form", "long")]
public sealed class JavaScriptCoreHostileTests : HostileTests
{
    private protected override ScriptEngineKind Kind => ScriptEngineKind.JavaScriptCore;
}
