using TemplateWorker.Runs.Scheduling;

namespace TemplateWorker.Runs.Committing;

/// <summary>
/// Finished runs that a lock of another session blocks. They are sent again unchanged, for <see cref="Longest"/> at most,
/// while the other tenants' runs are committed. Used by one thread.
/// </summary>
internal sealed class BlockedRequests(TimeProvider time)
{
    /// <summary>How long a run is held. It keeps its tenant's turn meanwhile.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private readonly List<(CommitRequest Request, long From, TimeSpan Wait)> _held = [];

    /// <summary>How long until the first one is to be sent again, zero or less when it is time; null when none is held.</summary>
    public TimeSpan? UntilNext => _held.Count == 0 ? null : _held.Min(held => held.Wait - time.GetElapsedTime(held.From));

    /// <summary>Holds a request that was blocked.</summary>
    /// <returns>False when it would be held for too long.</returns>
    public bool TryHold(CommitRequest request, TimeSpan retryAfter)
    {
        var now = time.GetTimestamp();
        request.BlockedSince ??= now;
        if (time.GetElapsedTime(request.BlockedSince.Value, now) + retryAfter > Longest)
        {
            return false;
        }

        _held.Add((request, now, retryAfter));
        return true;
    }

    /// <summary>Takes those out that are to be sent now.</summary>
    public List<CommitRequest> TakeDue(int most) => Take([.. _held.Where(held => time.GetElapsedTime(held.From) >= held.Wait).Take(most)]);

    /// <summary>Takes some out, whether their time has come or not.</summary>
    public List<CommitRequest> TakeAny(int most) => Take([.. _held.Take(most)]);

    private List<CommitRequest> Take(List<(CommitRequest Request, long From, TimeSpan Wait)> some)
    {
        _held.RemoveAll(some.Contains);
        return some.ConvertAll(held => held.Request);
    }
}
