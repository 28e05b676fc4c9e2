using System.Globalization;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Hostile;
using TemplateWorker.JavaScript.Tests.JavaScriptCore;
using TemplateWorker.JavaScript.Tests.Language;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>Runs one scenario that must not share its process with tests: see <see cref="ChildProcess"/>.</summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args[0] == HostileRunner.Scenario)
        {
            ScriptThread.Run(() => HostileRunner.Run(Enum.Parse<ScriptEngineKind>(args[1]), args[2], Number(args[3]), Number(args[4])));
        }
        else if (args[0] == ProbeRunner.Scenario)
        {
            ScriptThread.Run(() => ProbeRunner.Run(Enum.Parse<ScriptEngineKind>(args[1])));
        }
        else
        {
            ScriptThread.Run(() => ProcessScenarios.Run(args[0]));
        }

        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
