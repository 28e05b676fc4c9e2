namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// The script threads of a worker. A tenant that would wait behind a long run moves to a thread that is free, where it
/// starts with a fresh heap: a few milliseconds instead of the CPU limit.
/// </summary>
internal sealed class ScriptThreads
{
    private ScriptThread[] _threads = [];

    public IReadOnlyList<ScriptThread> All => _threads;

    /// <summary>Whether tenants wait for any of them. Takes no lock.</summary>
    public bool IsCrowded => Array.Exists(_threads, thread => thread.IsCrowded);

    /// <summary>Makes the threads; each knows the crew, so this is called once, before there is work.</summary>
    public void Start(int count, Func<int, ScriptThread> start) => _threads = [.. Enumerable.Range(0, count).Select(start)];

    /// <summary>The thread that a new tenant starts on.</summary>
    public ScriptThread ThreadOf(TenantId tenant) => _threads[NumberOf(tenant, _threads.Length)];

    /// <summary>The number of the thread, of so many, that a new tenant starts on.</summary>
    public static int NumberOf(TenantId tenant, int threads) => (tenant.GetHashCode() & int.MaxValue) % threads;

    /// <summary>A thread that is not held up by a long run, or null.</summary>
    public ScriptThread? FindUnblocked(ScriptThread except)
    {
        foreach (var thread in _threads)
        {
            if (thread != except && !thread.IsBlocked)
            {
                return thread;
            }
        }

        return null;
    }

    /// <summary>A tenant has begun to wait behind what a thread runs: the others look after it from now on.</summary>
    public void WakeOthers(ScriptThread except)
    {
        foreach (var thread in _threads)
        {
            if (thread != except)
            {
                thread.WakeUp();
            }
        }
    }

    /// <summary>Moves tenants that wait behind a long run to a thread that has nothing to do.</summary>
    public void RelieveBlocked(ScriptThread idle)
    {
        foreach (var thread in _threads)
        {
            if (thread != idle && thread.IsBlocked)
            {
                thread.MoveWaitingTo(idle);
            }
        }
    }
}
