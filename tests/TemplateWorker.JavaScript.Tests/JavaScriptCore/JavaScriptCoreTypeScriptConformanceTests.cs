using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Conversion;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreTypeScriptConformanceTests : TypeScriptConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
