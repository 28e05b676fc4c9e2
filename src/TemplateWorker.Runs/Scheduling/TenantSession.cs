using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.InFlight;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Rates;
using TemplateWorker.Runs.Text;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// Everything a worker holds for one tenant: waiting work, heap, loaded templates, cached rows.
/// </summary>
/// <remarks>
/// A lock guards the queue. The rest belongs to the thread that holds the tenant's turn: its script thread, and while a
/// run is being committed, the committer. A turn ends when its run is answered, so a tenant has one run at a
/// time, and a run never reads uncommitted writes of another.
/// </remarks>
internal sealed class TenantSession(TenantId tenant, TenantLimits limits, TenantBill bill, ITurns turns, KeyCacheBudget budget, TimeProvider time) : IFairShare, IWarmTenant
{
    private readonly Lock _gate = new();
    private readonly Queue<TenantWork> _waiting = new();
    private volatile bool _templatesChanged;
    private volatile bool _dropRequested;
    private TenantHeap? _heap;
    private bool _retired;

    public TenantId Tenant { get; } = tenant;

    /// <summary>The tenant's text form as a JSON string.</summary>
    public string TenantJson { get; } = JsonSerializer.Serialize(tenant.ToString(), RunsJsonContext.Default.String);

    public TenantLimits Limits { get; } = limits;

    /// <summary>What its runs are charged to.</summary>
    public TenantBill Bill { get; } = bill;

    /// <summary>Where the tenant waits for its turns. Changed only by the holder of the turn.</summary>
    public ITurns Turns { get; private set; } = turns;

    /// <summary>What pauses the tenant's run in favour of others; null between turns, and where runs are not paused.</summary>
    public IScriptPace? Pace { get; set; }

    /// <summary>The thread on which the tenant's run is paused and waits for a slot; null when it is not. Guarded by the lock of the threads.</summary>
    public SharedThread? PausedOn { get; set; }

    /// <summary>Whether the current turn was paused, so that another run in it may be, too.</summary>
    public bool WasPaused { get; set; }

    /// <summary>Whether the last turn took longer than a slice, as the next one may.</summary>
    public bool IsSlow { get; set; }

    public TenantCache Cache { get; } = new(budget);

    public QueueRoom Room { get; } = new(tenant, limits.QueuedDeliveries, time);

    public ActionRoom ActionRoom { get; } = new(tenant, limits, time);

    public long VirtualTime { get; set; }

    /// <summary>Bytes of the tenant's big commits, as a share of the committer that they have in common with those of others.</summary>
    public long CommittedBytes { get; set; }

    /// <summary>The losses of the database before anything in memory was read; see <see cref="Storage.Connecting.Database.Losses"/>.</summary>
    public long Losses { get; private set; }

    /// <summary>The tenant's active templates as last read; null when they must be read again.</summary>
    public TenantTemplates? Templates { get; private set; }

    /// <summary>When the last turn began, as a timestamp of the clock.</summary>
    public long LastTurn { get; set; }

    /// <summary>Whether work waits or runs, so that the session must not be dropped.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Whether everything in memory is to be dropped at the next turn.</summary>
    public bool IsDropRequested => _dropRequested;

    /// <summary>Whether the next turn starts by dropping or reloading something.</summary>
    public bool HasRequests => _dropRequested || _templatesChanged;

    /// <summary>The current work; it stays first until <see cref="EndTurn"/>.</summary>
    public TenantWork Current
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Peek();
            }
        }
    }

    /// <summary>The current work as what is on a script thread. Called by that thread.</summary>
    /// <param name="template">The template that is on the engine.</param>
    /// <param name="since">A timestamp of the clock.</param>
    public EngineUse UseOf(string template, long since)
    {
        var work = Current;
        return new EngineUse(work.CallId, Tenant, template, since, (work as PendingRun)?.Delivery, ThreadClock.OfCurrent);
    }

    /// <summary>Queues work.</summary>
    /// <returns>Whether it is the first, so that the session needs a turn; null when the session was retired and a new one is needed.</returns>
    public bool? Offer(TenantWork work, int maxWaiting, out bool isFull)
    {
        lock (_gate)
        {
            isFull = false;
            if (_retired)
            {
                return null;
            }

            if (_waiting.Count >= maxWaiting)
            {
                isFull = true;
                return false;
            }

            _waiting.Enqueue(work);
            return _waiting.Count == 1;
        }
    }

    /// <summary>Removes the finished work.</summary>
    /// <returns>Whether more waits.</returns>
    public bool EndTurn()
    {
        lock (_gate)
        {
            _waiting.Dequeue().Dispose();
            return _waiting.Count > 0;
        }
    }

    /// <summary>Cancels the call, whether it waits or runs.</summary>
    public void Cancel(ulong callId)
    {
        lock (_gate)
        {
            foreach (var work in _waiting)
            {
                if (work.CallId == callId)
                {
                    work.Cancel();
                }
            }
        }
    }

    /// <summary>Cancels the current work. Waiting work checks by itself whether it may still run.</summary>
    public void CancelCurrent()
    {
        lock (_gate)
        {
            if (_waiting.TryPeek(out var work))
            {
                work.Cancel();
            }
        }
    }

    /// <summary>Retires the session permanently, unless work waits.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            return _retired = _waiting.Count == 0;
        }
    }

    /// <summary>Makes the next turn read the templates again. Any thread may call it.</summary>
    public void NoteTemplatesChanged() => _templatesChanged = true;

    /// <summary>Makes the next turn start with nothing in memory. Any thread may call it.</summary>
    public void RequestDrop() => _dropRequested = true;

    /// <summary>Applies requests of other threads. Called at the start of a turn.</summary>
    public void ApplyRequests()
    {
        if (_dropRequested)
        {
            _dropRequested = false;
            Forget();
        }

        if (_templatesChanged)
        {
            _templatesChanged = false;
            Templates = null;
        }
    }

    /// <summary>Forgets what was read before a loss. The heap stays; its templates are compared with what is read next.</summary>
    public void NoteLosses(long losses)
    {
        if (losses != Losses)
        {
            Losses = losses;
            Templates = null;
            Cache.Clear();
        }
    }

    /// <summary>Sets what was read, and unloads templates whose version is no longer active.</summary>
    public void Use(TenantTemplates templates)
    {
        _heap?.KeepOnly(templates.Templates);
        Templates = templates;
    }

    /// <summary>The number of templates that subscribe to an event.</summary>
    public int Subscribers(string eventName) =>
        Templates?.Templates.Count(template => template.Subscriptions.Contains(eventName, StringComparer.Ordinal)) ?? 0;

    /// <summary>How the template's deliveries are retried.</summary>
    public DeliveryPolicy PolicyOf(string template) =>
        Templates?.Templates.FirstOrDefault(active => active.Name == template)?.Policy ?? DeliveryPolicy.Default;

    /// <summary>The loaded template, or null when it must be loaded.</summary>
    public IScriptTemplate? Loaded(string template) => _heap?.Find(template);

    /// <inheritdoc cref="TenantHeap.ReturnActionOf"/>
    public string? ReturnActionOf(string template) => _heap?.ReturnActionOf(template);

    /// <summary>Keeps a loaded template and drops its source, which is read again when needed.</summary>
    public void Keep(ActiveTemplate template, IScriptTemplate loaded)
    {
        _heap!.Keep(template, loaded);
        Templates = Templates! with
        {
            Templates = [.. Templates.Templates.Select(active => active.Name == template.Name ? active.WithoutSource() : active)],
        };
    }

    public IScriptHeap OpenHeap(IScriptEngine engine) => (_heap ??= new TenantHeap(engine.CreateHeap())).Heap;

    /// <summary>Disposes the heap. Called on the thread that created it.</summary>
    public void CloseHeap()
    {
        _heap?.Dispose();
        _heap = null;
    }

    /// <summary>Moves to another thread, where it starts with a new heap.</summary>
    /// <returns>The old heap, which the old thread disposes; null when there was none.</returns>
    public TenantHeap? MoveTo(ScriptThread thread)
    {
        Turns = thread;
        return Interlocked.Exchange(ref _heap, null);
    }

    /// <summary>Drops heap, templates and cached rows.</summary>
    public void Forget()
    {
        CloseHeap();
        Templates = null;
        Cache.Clear();
    }
}
