using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Conversion;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreHostileConversionConformanceTests : HostileConversionConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
