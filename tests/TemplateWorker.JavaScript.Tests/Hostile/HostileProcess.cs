using System.Globalization;
using System.Text.Json;
using TemplateWorker.JavaScript.Jint;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Support;

namespace TemplateWorker.JavaScript.Tests.Hostile;

/// <summary>Runs the attacks of a group in processes of their own: a new one after each attack that does not end, or takes its process along.</summary>
internal static class HostileProcess
{
    /// <summary>CPU time of the process for one attack, its start included; time alone says nothing on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <returns>A report of each attack that ended, and what became of the others by their index.</returns>
    public static async Task<(IReadOnlyList<HostileReport> Ended, IReadOnlyDictionary<int, string> Others)> RunAsync(
        ScriptEngineKind kind, string group, int first, int count)
    {
        var ended = new List<HostileReport>();
        var others = new Dictionary<int, string>();
        for (var next = first; next < first + count; next++)
        {
            var fault = await RunFromAsync(kind, group, next, first + count, ended);
            if (fault is null)
            {
                break;
            }

            next = ended.Count == 0 || ended[^1].Index < next ? next : ended[^1].Index + 1;
            others.Add(next, fault);
        }

        return (ended, others);
    }

    /// <returns>Null when all were run; else what became of the one behind the last report.</returns>
    private static async Task<string?> RunFromAsync(ScriptEngineKind kind, string group, int first, int end, List<HostileReport> ended)
    {
        (string Name, string Value)[] environment = kind == ScriptEngineKind.Jint
            ? [.. JintEnvironment.Variables(1L << 30).Select(variable => (variable.Key, variable.Value))]
            : [];
        using var process = ChildProcess.Start(
            [HostileRunner.Scenario, kind.ToString(), group, first.ToString(CultureInfo.InvariantCulture), end.ToString(CultureInfo.InvariantCulture)], environment);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var cpuAtLast = TimeSpan.Zero;
        for (var line = process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask(); ;)
        {
            if (await Task.WhenAny(line, Task.Delay(LookInterval, TimeProvider.System)) != line)
            {
                if (!process.HasExited && process.TotalProcessorTime - cpuAtLast > Patience)
                {
                    process.Kill();
                    await process.WaitForExitAsync(CancellationToken.None);
                    return "did not end";
                }

                continue;
            }

            if (await line is not { } text)
            {
                await process.WaitForExitAsync(CancellationToken.None);
                return process.ExitCode == 0 ? null : $"ended its process with {process.ExitCode}: {await errors}";
            }

            ended.Add(JsonSerializer.Deserialize<HostileReport>(text)!);
            cpuAtLast = process.HasExited ? TimeSpan.Zero : process.TotalProcessorTime;
            line = process.StandardOutput.ReadLineAsync(CancellationToken.None).AsTask();
        }
    }
}
