using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Web;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreWebConformanceTests : WebConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
