using Microsoft.Extensions.Logging;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Changes;

namespace TemplateWorker.Supervision.Accepting;

/// <summary>
/// Wakes the supervisors of slots that this one does not have. Every notification takes a lock of the whole server at its
/// commit, so those of ten milliseconds go together. One that gets lost costs the other its time to the next sweep.
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

    /// <summary>Wakes whoever has the slots, soon.</summary>
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
        // Off the caller's lock.
        await Task.Yield();
        while (true)
        {
            HashSet<int> slots;
            lock (_gate)
            {
                (slots, _slots) = (_slots, []);
                if (slots.Count == 0)
                {
                    // Under the lock, so that whoever comes now starts another.
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
