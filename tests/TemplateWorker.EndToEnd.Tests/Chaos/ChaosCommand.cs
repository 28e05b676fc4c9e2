using System.Runtime.InteropServices;
using TemplateWorker.EndToEnd.Tests.Faults;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Chaos;

/// <summary>The fault suite: plays faults on a server of its own, prints what it finds, and fails on anything that is wrong.</summary>
internal sealed class ChaosCommand(TextWriter output, TimeProvider time)
{
    private const string LogFolder = "artifacts/chaos";

    private readonly List<ChaosResult> _results = [];

    /// <returns>The exit status: 0 when everything is as it must be, 1 when something is not, 2 for arguments that mean nothing.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments is ["--help"])
        {
            await output.WriteLineAsync(ChaosArguments.Usage);
            return 0;
        }

        if (ChaosArguments.TryParse(arguments, out var parsed) is { } problem)
        {
            await System.Console.Error.WriteLineAsync($"{problem}\n\n{ChaosArguments.Usage}");
            return 2;
        }

        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        await using var server = await OwnServer.StartAsync();
        for (var round = 1; round <= parsed.Rounds; round++)
        {
            foreach (var fault in parsed.Faults)
            {
                await PlayAsync(server, fault, round, parsed.IsShort, interrupted.Task);
                if (interrupted.Task.IsCompleted)
                {
                    return Conclude();
                }
            }
        }

        return Conclude();

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupted.TrySetResult();
        }
    }

    private async Task PlayAsync(OwnServer server, Fault fault, int round, bool isShort, Task interrupted)
    {
        await output.WriteLineAsync($"{fault.Name}, round {round}: {fault.Sentence}");
        var started = time.GetTimestamp();
        await using var stage = await FaultStage.BuildAsync(server, isShort);
        List<string> wrongs = [];
        try
        {
            var playing = fault.PlayAsync(stage);
            wrongs.AddRange(await Task.WhenAny(playing, interrupted) == playing ? [] : ["interrupted"]);
            if (wrongs.Count == 0)
            {
                await playing;
            }
        }
        catch (Exception error)
        {
            wrongs.Add(error.Message.Split('\n')[0]);
        }

        wrongs.AddRange(stage.Wrongs);
        foreach (var (name, value) in stage.Figures)
        {
            await output.WriteLineAsync($"  {name}: {value}");
        }

        foreach (var wrong in wrongs)
        {
            await output.WriteLineAsync($"  WRONG: {wrong}");
        }

        if (wrongs.Count > 0)
        {
            await KeepLogAsync($"{fault.Name}-{round}.log", stage.Output);
        }

        _results.Add(new ChaosResult(fault, round, time.GetElapsedTime(started), stage.Findings, wrongs));
    }

    private async Task KeepLogAsync(string name, string log)
    {
        Directory.CreateDirectory(LogFolder);
        var path = Path.Combine(LogFolder, name);
        await File.WriteAllTextAsync(path, log);
        await output.WriteLineAsync($"  What the supervisors said is in {path}.");
    }

    private int Conclude()
    {
        output.WriteLine();
        foreach (var line in ChaosTable.Lines(_results))
        {
            output.WriteLine(line);
        }

        var failed = _results.Count(result => result.Wrongs.Count > 0);
        output.WriteLine(failed == 0 ? "chaos: ok" : $"chaos: FAILED {failed} of {_results.Count}");
        return failed == 0 ? 0 : 1;
    }
}
