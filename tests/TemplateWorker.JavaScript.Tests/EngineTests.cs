using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>Tests that run on a script thread with a heap of their own.</summary>
public abstract class EngineTests
{
    private protected abstract IScriptEngine Engine { get; }

    private protected void Test(Action<Workbench> test) => ScriptThread.Run(() =>
    {
        using var bench = new Workbench(Engine);
        test(bench);
    });
}
