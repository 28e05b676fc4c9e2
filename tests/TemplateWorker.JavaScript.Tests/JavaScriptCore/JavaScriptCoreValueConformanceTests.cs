using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreValueConformanceTests : ValueConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
