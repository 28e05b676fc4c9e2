using TemplateWorker.Runs.Calls;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// The script threads of a worker. A tenant that would wait behind a long run moves to an unblocked thread, where it
/// starts with a new heap: a few milliseconds instead of up to the CPU limit.
/// </summary>
internal sealed class ScriptThreads : IScriptThreads
{
    private ScriptThread[] _threads = [];

    public int WarmCount => _threads.Sum(thread => thread.WarmCount);

    public IReadOnlyList<CurrentRun> Running => [.. _threads.Select(thread => thread.Running).OfType<CurrentRun>()];

    /// <summary>Whether tenants wait for any thread. Takes no lock.</summary>
    public bool IsCrowded => Array.Exists(_threads, thread => thread.IsCrowded);

    /// <summary>Starts the threads. Called once, before there is work, because each thread refers to all others.</summary>
    public void Start(int count, Func<int, ScriptThread> start) => _threads = [.. Enumerable.Range(0, count).Select(start)];

    public ITurns TurnsOf(TenantId tenant) => _threads[NumberOf(tenant, _threads.Length)];

    public void Stop() => Array.ForEach(_threads, thread => thread.Stop());

    public bool Join(TimeSpan each) => _threads.Count(thread => thread.Join(each)) == _threads.Length;

    /// <summary>The number of the thread on which a new tenant starts.</summary>
    public static int NumberOf(TenantId tenant, int threads) => (tenant.GetHashCode() & int.MaxValue) % threads;

    /// <summary>A thread that is not blocked by a long run, or null.</summary>
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

    /// <summary>Wakes the other threads after a tenant began to wait, so that they notice when its thread is blocked.</summary>
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

    /// <summary>Moves tenants that wait behind long runs to an idle thread.</summary>
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
