using System.Diagnostics;
using System.Globalization;
using System.Net;
using TemplateWorker.Benchmarks.Figures.Accounting;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Running;

namespace TemplateWorker.Benchmarks.Figures.Stand;

/// <summary>A running supervisor with its workers.</summary>
internal sealed class SupervisorUnderTest : IAsyncDisposable
{
    public const string Supervisor = "supervisor";
    public const string Workers = "workers";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WorkerProcess _process;

    private SupervisorUnderTest(WorkerProcess process, WorkerApi api, IPEndPoint address)
    {
        _process = process;
        Api = api;
        Address = address;
    }

    public WorkerApi Api { get; }

    public IPEndPoint Address { get; }

    /// <summary>From the start of the process until <c>/readyz</c> said yes.</summary>
    public TimeSpan ReadyAfter { get; private init; }

    /// <summary>Starts it and waits until all of its workers are ready.</summary>
    /// <exception cref="BenchException">It ended, or took too long.</exception>
    public static async Task<SupervisorUnderTest> StartAsync(DemoFolder folder, IPEndPoint address, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var process = WorkerProcess.Start(folder, "--worker-type", "processpool");
        var api = new WorkerApi(new Uri($"http://{address}"), folder.Token);
        while (!await api.IsReadyAsync(cancellationToken))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
            {
                await process.DisposeAsync();
                api.Dispose();
                throw new BenchException($"The supervisor {(process.HasExited ? "ended" : "was not ready in time")}; see {folder.LogFile}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }

        return new SupervisorUnderTest(process, api, address) { ReadyAfter = Stopwatch.GetElapsedTime(start) };
    }

    /// <summary>The workers' process numbers.</summary>
    public async Task<IReadOnlyList<int>> WorkerProcessesAsync(CancellationToken cancellationToken) =>
        [.. (await Api.ListWorkersAsync(cancellationToken)).Select(worker => worker.Pid).OfType<int>()];

    /// <summary>The processes to be counted: this one with its workers, and the server.</summary>
    public async Task<ObservedProcesses> ObserveAsync(int postmaster, CancellationToken cancellationToken)
    {
        var workers = await WorkerProcessesAsync(cancellationToken);
        var parent = ProcStat.Read(string.Create(CultureInfo.InvariantCulture, $"/proc/{workers[0]}/stat"))!.Value.Parent;
        return new ObservedProcesses
        {
            Postmaster = postmaster,
            Processes = [(Supervisor, parent), .. workers.Select(worker => (Workers, worker))],
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Api.Dispose();
    }
}
