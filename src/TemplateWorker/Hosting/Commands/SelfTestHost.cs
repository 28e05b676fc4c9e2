using TemplateWorker.Cli;
using TemplateWorker.JavaScript;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Hosting.Commands;

/// <summary><c>self-test</c>: runs the engine's tests that may hang, in a process that may be killed.</summary>
internal static class SelfTestHost
{
    public static async Task<ExitCode> RunAsync(SelfTest command)
    {
        try
        {
            var isGuarded = EngineSelfTest.RunPromiseFlood(new ScriptEngineOptions { Kind = ScriptEngineKind.JavaScriptCore, Jit = command.Jit });
            await System.Console.Out.WriteLineAsync(isGuarded
                ? "javascriptcore: loads, passes its self-tests, and stops promise floods"
                : "javascriptcore: loads, but does not stop promise floods: such a run ends only when its process is killed");
            return isGuarded ? ExitCode.Done : ExitCode.Failed;
        }
        catch (ScriptEngineUnavailableException fault)
        {
            await System.Console.Error.WriteLineAsync(fault.Message);
            return ExitCode.Failed;
        }
    }
}
