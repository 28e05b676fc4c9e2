using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Changes;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// Wakes the supervisors of slots that this one does not hold. Every notification takes a server-wide lock at its commit, so
/// those of ten milliseconds are sent together. A lost notification delays the delivery until the next sweep.
/// </summary>
internal sealed partial class SlotWaker : IAsyncDisposable
{
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    private readonly WakeStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private HashSet<int> _slots = [];
    private Task _waking = Task.CompletedTask;

    public SlotWaker(WakeStore store, TimeProvider time, ILogger<SlotWaker> logger)
    {
        _store = store;
        _time = time;
        _logger = logger;
    }

    /// <summary>Wakes the supervisors of the slots, within some 10 ms.</summary>
    public void Wake(IReadOnlyCollection<int> slots)
    {
        if (slots.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            _slots.UnionWith(slots);
            if (_waking.IsCompleted)
            {
                _waking = WakeAsync(_stopping.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _waking;
        _stopping.Dispose();
    }

    private async Task WakeAsync(CancellationToken stopping)
    {
        // Not under the caller's lock.
        await Task.Yield();
        while (true)
        {
            HashSet<int> slots;
            lock (_gate)
            {
                (slots, _slots) = (_slots, []);
                if (slots.Count == 0)
                {
                    // Under the lock, so that the next caller starts another task.
                    _waking = Task.CompletedTask;
                    return;
                }
            }

            try
            {
                await _store.WakeAsync(slots, stopping);
                await Task.Delay(Gather, _time, stopping);
            }
            catch (StorageException fault)
            {
                Log.NotWoken(_logger, slots.Count, fault.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
