using System.Net;
using TemplateWorker.Api.Access;

namespace TemplateWorker.Api.Connections;

/// <summary>Counts the open connections of one listener: all, and by address and token. Safe for concurrent use.</summary>
internal sealed class ConnectionCounts(ConnectionLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Tally<IPAddress> _byAddress = new(limits.PerAddress);
    private readonly Tally<Caller> _byToken = new(limits.PerToken);
    private int _all;

    /// <summary>Counts a new connection.</summary>
    /// <returns>The limit that it breaks, in which case it is not counted; null when it breaks no limit.</returns>
    public ConnectionLimit? Add(IPAddress address)
    {
        lock (_gate)
        {
            if (_all >= limits.All)
            {
                return ConnectionLimit.All;
            }

            if (!_byAddress.TryAdd(address))
            {
                return ConnectionLimit.PerAddress;
            }

            _all++;
            return null;
        }
    }

    /// <summary>Counts a connection to the bearer of a token; false when that one has too many, in which case nothing changes.</summary>
    /// <param name="former">The bearer that it was counted to before.</param>
    /// <param name="caller">The bearer of the latest token.</param>
    public bool TryMove(Caller? former, Caller caller)
    {
        lock (_gate)
        {
            if (!_byToken.TryAdd(caller))
            {
                return false;
            }

            if (former is not null)
            {
                _byToken.Remove(former);
            }

            return true;
        }
    }

    /// <summary>A connection has ended.</summary>
    public void Remove(IPAddress address, Caller? caller)
    {
        lock (_gate)
        {
            _all--;
            _byAddress.Remove(address);
            if (caller is not null)
            {
                _byToken.Remove(caller);
            }
        }
    }
}

/// <summary>A limit that a new connection can break.</summary>
internal enum ConnectionLimit
{
    /// <summary><see cref="ConnectionLimits.All"/>.</summary>
    All,

    /// <summary><see cref="ConnectionLimits.PerAddress"/>.</summary>
    PerAddress,
}
