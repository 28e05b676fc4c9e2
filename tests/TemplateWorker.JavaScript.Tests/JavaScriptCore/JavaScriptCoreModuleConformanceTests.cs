using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreModuleConformanceTests : ModuleConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
