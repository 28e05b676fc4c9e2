using System.Text.Json;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Heaps;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Text;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// Everything a worker holds for one tenant: what waits, its heap and loaded templates, its cached rows.
/// </summary>
/// <remarks>
/// The queue is guarded by a lock. The rest belongs to whoever has the tenant's turn: its script thread, and while a
/// run is being committed, the committer. A turn ends when its run is answered, so one run of a tenant happens at a
/// time, and a run never reads what an unfinished one wrote.
/// </remarks>
internal sealed class TenantSession(TenantId tenant, TenantLimits limits, ScriptThread thread, KeyCacheBudget budget, TimeProvider time) : IFairShare
{
    private static readonly IReadOnlyDictionary<string, string> NoFiles = new Dictionary<string, string>(StringComparer.Ordinal);

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

    /// <summary>The thread that has the tenant's turns. It changes only while somebody has the turn.</summary>
    public ScriptThread Thread { get; private set; } = thread;

    public TenantCache Cache { get; } = new(budget);

    public QueueRoom Room { get; } = new(tenant, limits.QueuedDeliveries, time);

    public long VirtualTime { get; set; }

    /// <summary>The tenant's active templates as last read; null when they must be read first.</summary>
    public TenantTemplates? Templates { get; private set; }

    /// <summary>When the last turn began, in the clock's timestamps.</summary>
    public long LastTurn { get; set; }

    /// <summary>Whether something waits or runs, so that the session must be left alone.</summary>
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

    /// <summary>Whether somebody asked for everything in memory to be given back.</summary>
    public bool IsDropRequested => _dropRequested;

    /// <summary>Whether something was asked for that the start of the next turn does.</summary>
    public bool HasRequests => _dropRequested || _templatesChanged;

    /// <summary>The work whose turn it is; it stays first until <see cref="EndTurn"/>.</summary>
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

    /// <summary>Puts work behind what waits already.</summary>
    /// <returns>Whether it is the first, so that the session must be given a turn; null when the session was retired, and a new one is needed.</returns>
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

    /// <summary>Takes the finished work out.</summary>
    /// <returns>Whether more waits.</returns>
    public bool EndTurn()
    {
        lock (_gate)
        {
            _waiting.Dequeue().Dispose();
            return _waiting.Count > 0;
        }
    }

    /// <summary>Cancels the call wherever it is.</summary>
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

    /// <summary>Cancels what has its turn; what waits behind it finds out for itself whether it may still run.</summary>
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

    /// <summary>Takes the session out of use for good, unless something waits.</summary>
    public bool TryRetire()
    {
        lock (_gate)
        {
            return _retired = _waiting.Count == 0;
        }
    }

    /// <summary>From any thread: the next turn reads the templates again.</summary>
    public void NoteTemplatesChanged() => _templatesChanged = true;

    /// <summary>From any thread: the next turn starts with nothing in memory.</summary>
    public void RequestDrop() => _dropRequested = true;

    /// <summary>At the start of a turn: does what was asked for from other threads.</summary>
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

    /// <summary>Takes over what was read; loaded templates that are no longer the active version are unloaded.</summary>
    public void Use(TenantTemplates templates)
    {
        _heap?.KeepOnly(templates.Templates);
        Templates = templates;
    }

    /// <summary>How many templates subscribe to an event.</summary>
    public int Subscribers(string eventName) =>
        Templates?.Templates.Count(template => template.Subscriptions.Contains(eventName, StringComparer.Ordinal)) ?? 0;

    /// <summary>How the template's deliveries are retried.</summary>
    public DeliveryPolicy PolicyOf(string template) =>
        Templates?.Templates.FirstOrDefault(active => active.Name == template)?.Policy ?? DeliveryPolicy.Default;

    /// <summary>The loaded template, or null when it must be loaded first.</summary>
    public IScriptTemplate? Loaded(string template) => _heap?.Find(template);

    /// <summary>Keeps a loaded template, and lets its source go: whoever needs that again reads it again.</summary>
    public void Keep(ActiveTemplate template, IScriptTemplate loaded)
    {
        _heap!.Keep(template, loaded);
        Templates = Templates! with
        {
            Templates = [.. Templates.Templates.Select(active => active.Name == template.Name ? active with { Files = NoFiles } : active)],
        };
    }

    public IScriptHeap OpenHeap(IScriptEngine engine) => (_heap ??= new TenantHeap(engine.CreateHeap())).Heap;

    /// <summary>Gives the heap and everything in it back. On the thread that made it.</summary>
    public void CloseHeap()
    {
        _heap?.Dispose();
        _heap = null;
    }

    /// <summary>Leaves its thread for another, where it starts with a fresh heap.</summary>
    /// <returns>The heap it leaves behind, for the old thread to dispose; null when it had none.</returns>
    public TenantHeap? MoveTo(ScriptThread thread)
    {
        Thread = thread;
        return Interlocked.Exchange(ref _heap, null);
    }

    /// <summary>Gives everything back: heap, templates, cached rows.</summary>
    public void Forget()
    {
        CloseHeap();
        Templates = null;
        Cache.Clear();
    }
}
