using System.Diagnostics;

namespace TemplateWorker.JavaScript.Tests.Support;

/// <summary>Starts this assembly's <see cref="Program"/>, and kills it when it hangs.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <returns>The exit code, and what it wrote to both streams.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string scenario, params (string Name, string Value)[] environment) =>
        RunAsync([scenario], environment);

    /// <returns>The exit code, and what it wrote to both streams.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start(arguments, environment);
        using var timeout = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException cancelled)
        {
            process.Kill();
            throw new TimeoutException($"The scenario {string.Join(' ', arguments)} hung.", cancelled);
        }

        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts this program. The caller reads both streams, and kills it when it hangs.</summary>
    public static Process Start(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in JavaScript.JavaScriptCore.JavaScriptCoreEnvironment.Variables(jit: false).Keys)
        {
            // The test process has them by now, and the child is to set them for itself.
            start.Environment.Remove(variable);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
