using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Hostile;

namespace TemplateWorker.JavaScript.Tests.Jint;

[Trait("form", "long")]
public sealed class JintHostileTests : HostileTests
{
    private protected override ScriptEngineKind Kind => ScriptEngineKind.Jint;
}
