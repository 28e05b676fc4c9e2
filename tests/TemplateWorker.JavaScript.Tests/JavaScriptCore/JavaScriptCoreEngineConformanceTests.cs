using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreEngineConformanceTests : EngineConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
