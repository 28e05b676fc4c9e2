using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Web;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreUrlConformanceTests : UrlConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;
}
