using TemplateWorker.JavaScript.Tests.JavaScriptCore;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>Runs one scenario that must not share its process with tests: see <see cref="ChildProcess"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        ScriptThread.Run(() => ProcessScenarios.Run(args[0]));
        return 0;
    }
}
