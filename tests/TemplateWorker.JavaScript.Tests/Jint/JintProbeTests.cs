using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Language;

namespace TemplateWorker.JavaScript.Tests.Jint;

public sealed class JintProbeTests : ProbeTests
{
    private protected override ScriptEngineKind Kind => ScriptEngineKind.Jint;

    private protected override string? Listed(Probe probe) => probe.Jint;
}
