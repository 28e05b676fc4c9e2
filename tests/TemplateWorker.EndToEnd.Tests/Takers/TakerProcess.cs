using TemplateWorker.EndToEnd.Tests.Support;

namespace TemplateWorker.EndToEnd.Tests.Takers;

/// <summary>A receiver or a consumer as a process that is killed, stopped, continued and started again.</summary>
internal sealed class TakerProcess : IAsyncDisposable
{
    /// <summary>What it prints once it works.</summary>
    public const string Ready = "ready";

    private readonly string[] _command;
    private readonly List<string> _said = [];
    private RunningProcess _process;

    private TakerProcess(string[] command, RunningProcess process) => (_command, _process) = (command, process);

    /// <summary>What it said that was not expected.</summary>
    public IEnumerable<string> Complaints => _said.Concat(_process.Lines).Where(line => line != Ready);

    /// <summary>Starts it and waits until it works.</summary>
    /// <param name="command">One of the verbs of this program with its arguments.</param>
    public static async Task<TakerProcess> StartAsync(params string[] command)
    {
        var taker = new TakerProcess(command, RunningProcess.StartSelf(command));
        await taker._process.LineAsync(Ready);
        return taker;
    }

    /// <summary>SIGKILL, and another one in its place.</summary>
    public async Task ReplaceAsync()
    {
        _process.Kill();
        await _process.ExitCodeAsync();
        _said.AddRange(_process.Lines);
        await _process.DisposeAsync();
        _process = RunningProcess.StartSelf(_command);
        await _process.LineAsync(Ready);
    }

    /// <summary>SIGSTOP for a time.</summary>
    public async Task PauseAsync(TimeSpan time)
    {
        Processes.Signal(_process.Id, Signals.Stop);
        await Task.Delay(time, TimeProvider.System);
        Processes.Signal(_process.Id, Signals.Cont);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
