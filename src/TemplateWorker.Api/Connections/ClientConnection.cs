using System.Net;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Connections;

/// <summary>One connection of a client. Requests on it come one after the other; <see cref="IsIdle"/> may be read by any thread.</summary>
internal sealed class ClientConnection(Listener listener, IPAddress address, ConnectionCounts counts, ConnectionLimits limits, TimeProvider time)
{
    private long _usedAt = time.GetTimestamp();
    private volatile Caller? _caller;

    /// <summary>Which address it came in at.</summary>
    public Listener Listener => listener;

    /// <summary>Whose it is, by <see cref="ClientAddress"/>.</summary>
    public IPAddress Address => address;

    /// <summary>The bearer of the latest valid token; null when there was none.</summary>
    public Caller? Caller => _caller;

    /// <summary>Whether it never presented a valid token and has been without a request for too long.</summary>
    public bool IsIdle => _caller is null && time.GetElapsedTime(Volatile.Read(ref _usedAt)) >= limits.IdleWithoutToken;

    /// <summary>A request has begun. One without a token ends long before the connection is idle; one that does not is still answered.</summary>
    public void NoteRequest() => Volatile.Write(ref _usedAt, time.GetTimestamp());

    /// <summary>A request has presented a valid token.</summary>
    /// <returns>The refusal when its bearer has too many connections; null when the request may be served.</returns>
    public Problem? Present(Caller caller)
    {
        if (caller == _caller)
        {
            return null;
        }

        if (!counts.TryMove(_caller, caller))
        {
            return ConnectionProblem.OfToken(caller, limits);
        }

        _caller = caller;
        return null;
    }
}

/// <summary>What a connection is for, by the address that it came in at.</summary>
internal enum Listener
{
    /// <summary>The whole API.</summary>
    Api,

    /// <summary>Whether the process serves and is ready, and nothing else.</summary>
    Health,

    /// <summary>The metrics, and nothing else.</summary>
    Metrics,
}
