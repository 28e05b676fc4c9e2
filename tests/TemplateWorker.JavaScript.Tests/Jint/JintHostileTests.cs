using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Hostile;

namespace TemplateWorker.JavaScript.Tests.Jint;

public sealed class JintHostileTests : HostileTests
{
    private protected override ScriptEngineKind Kind => ScriptEngineKind.Jint;
}
