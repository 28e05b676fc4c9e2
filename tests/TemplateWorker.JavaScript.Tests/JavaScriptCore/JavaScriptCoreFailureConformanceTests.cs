using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreFailureConformanceTests : FailureConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
