using System.Collections.Concurrent;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Says when a request may be sent to the host of a route, and learns from its answer. Thread-safe.</summary>
internal sealed class HostGate(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly ConcurrentDictionary<string, CircuitBreaker> _breakers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, RequestPace> _paces = new(StringComparer.Ordinal);

    private TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>How long no request may be sent; zero for now.</summary>
    public TimeSpan Left(ActionRoute route)
    {
        var breaker = BreakerOf(route);
        lock (breaker)
        {
            return breaker.Left(Now);
        }
    }

    /// <summary>Asks to send a request; its outcome must be noted.</summary>
    /// <returns>How long to wait before asking again; zero when it may be sent.</returns>
    public TimeSpan Enter(ActionRoute route)
    {
        var pace = _paces.GetOrAdd(route.Name, _ => new RequestPace());
        TimeSpan wait;
        lock (pace)
        {
            wait = pace.Take(route.Rate, Now);
        }

        var breaker = BreakerOf(route);
        lock (breaker)
        {
            return wait > TimeSpan.Zero ? wait : breaker.TryEnter(Now) ? TimeSpan.Zero : breaker.Left(Now);
        }
    }

    /// <summary>Notes what came of a request; null when that is not known.</summary>
    /// <returns>Whether the host is held back from now on (true), or no longer (false); null when nothing has changed.</returns>
    public bool? Note(ActionRoute route, PushResult? result)
    {
        var breaker = BreakerOf(route);
        lock (breaker)
        {
            switch (result)
            {
                case null:
                    breaker.Abandon();
                    return null;
                case PushResult.Failed { IsOfHost: true }:
                    return breaker.Fail(Now) ? true : null;
                default:
                    return breaker.Succeed() ? false : null;
            }
        }
    }

    /// <summary>The host of a route, with its port.</summary>
    public static string HostOf(ActionRoute route) => new Uri(route.Url).Authority;

    private CircuitBreaker BreakerOf(ActionRoute route) => _breakers.GetOrAdd(HostOf(route), _ => new CircuitBreaker());
}
