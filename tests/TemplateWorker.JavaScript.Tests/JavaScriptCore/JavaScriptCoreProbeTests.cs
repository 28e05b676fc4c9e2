using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Language;

namespace TemplateWorker.JavaScript.Tests.JavaScriptCore;

public sealed class JavaScriptCoreProbeTests : ProbeTests
{
    private protected override ScriptEngineKind Kind => ScriptEngineKind.JavaScriptCore;

    private protected override string? Listed(Probe probe) => probe.JavaScriptCore;
}
