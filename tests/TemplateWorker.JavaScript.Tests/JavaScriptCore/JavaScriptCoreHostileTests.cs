using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Hostile;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreHostileTests : HostileTests
{
    private protected override ScriptEngineKind Kind => ScriptEngineKind.JavaScriptCore;
}
