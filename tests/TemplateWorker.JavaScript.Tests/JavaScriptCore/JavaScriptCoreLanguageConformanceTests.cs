using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreLanguageConformanceTests : LanguageConformanceTests
{
    private protected override IScriptEngine Engine => JavaScriptCore.Engine.Instance;

    private protected override IReadOnlyList<string> StackOfSample =>
        ["at inner (lib.js:2:9)", "at outer (lib.js:4:41)", "at index.js:2:35", "at map (native)", "at index.js:2:23"];
}
