using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Embedded;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>
/// Starts the embedded server again when it ends unasked, until it is disposed. The pools and the workers notice the end as any
/// other outage and connect anew, since the address stays the same.
/// </summary>
internal sealed partial class EmbeddedServer : IAsyncDisposable
{
    /// <summary>Ends within <see cref="Window"/> after which it is not started again: something ends it at each start.</summary>
    public const int MostRestarts = 5;

    /// <summary>See <see cref="MostRestarts"/>.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly EmbeddedCluster? _cluster;
    private readonly TimeProvider _time;
    private readonly ILogger<EmbeddedServer> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _keeping;

    /// <param name="cluster">The cluster whose server this process started; null when there is none.</param>
    public EmbeddedServer(EmbeddedCluster? cluster, TimeProvider time, ILogger<EmbeddedServer> logger)
    {
        (_cluster, _time, _logger) = (cluster, time, logger);
        _keeping = KeepAsync();
    }

    /// <summary>Completes when the server has ended and cannot be started again; otherwise never.</summary>
    public Task Lost => _lost.Task;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        Queue<long> restarts = [];
        while (_cluster is not null)
        {
            await _cluster.ServerExited.WaitAsync(_stopping.Token);
            while (restarts.TryPeek(out var first) && _time.GetElapsedTime(first) > Window)
            {
                restarts.Dequeue();
            }

            if (restarts.Count == MostRestarts)
            {
                Log.GivenUp(_logger, _cluster.Directory, MostRestarts + 1, Window.TotalMinutes);
                _lost.SetResult();
                return;
            }

            restarts.Enqueue(_time.GetTimestamp());
            Log.Restarting(_logger, _cluster.Directory);
            try
            {
                var began = _time.GetTimestamp();
                await _cluster.RestartAsync(_stopping.Token);
                Log.Restarted(_logger, _cluster.Directory, _time.GetElapsedTime(began).TotalSeconds);
            }
            catch (StorageException fault)
            {
                Log.CannotRestart(_logger, fault.Message);
                _lost.SetResult();
                return;
            }
        }
    }
}
