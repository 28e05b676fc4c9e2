using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Conversion;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreEsModuleConformanceTests : EsModuleConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
