using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Tests.Jint;

public sealed class JintLanguageConformanceTests : LanguageConformanceTests
{
    private protected override IScriptEngine Engine { get; } = ScriptEngines.Create(new ScriptEngineOptions { Kind = ScriptEngineKind.Jint });

    private protected override IReadOnlyList<string> StackOfSample =>
        ["at inner (lib.js:2:3)", "at outer (lib.js:4:36)", "at map (index.js:2:30)", "at index.js:2:16", "at index.js:2:10"];
}
