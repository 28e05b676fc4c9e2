using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreGlobalsConformanceTests : GlobalsConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
