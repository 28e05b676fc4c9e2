namespace TemplateWorker.Supervision.Actions;

/// <summary>
/// Stops requests to a host that does not answer: after <see cref="MostFailures"/> in a row none is sent for a time, then one as a probe, and
/// all again when it succeeds. Pure: the time is an argument, counted from any start that stays the same. Not thread-safe.
/// </summary>
internal sealed class CircuitBreaker
{
    /// <summary>Failures in a row that open it.</summary>
    public const int MostFailures = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private int _failures;
    private int _openings;
    private TimeSpan? _openUntil;
    private bool _isProbing;

    /// <summary>Whether requests are held back.</summary>
    public bool IsOpen => _openUntil is not null;

    /// <summary>How long until a request may be sent; zero for now.</summary>
    public TimeSpan Left(TimeSpan now) => _openUntil is not { } until ? TimeSpan.Zero
        : _isProbing ? Shortest
        : until > now ? until - now : TimeSpan.Zero;

    /// <summary>Asks to send a request; the answer is reported by one of the other methods.</summary>
    public bool TryEnter(TimeSpan now)
    {
        if (Left(now) > TimeSpan.Zero)
        {
            return false;
        }

        _isProbing = IsOpen;
        return true;
    }

    /// <summary>The host answered.</summary>
    /// <returns>Whether that closed it.</returns>
    public bool Succeed()
    {
        var wasOpen = IsOpen;
        (_failures, _openings, _openUntil, _isProbing) = (0, 0, null, false);
        return wasOpen;
    }

    /// <summary>The host did not answer, or said that it cannot.</summary>
    /// <returns>Whether that opened it.</returns>
    public bool Fail(TimeSpan now)
    {
        if (IsOpen && !_isProbing)
        {
            // Sent before it was opened.
            return false;
        }

        _failures++;
        if (!_isProbing && _failures < MostFailures)
        {
            return false;
        }

        var wait = Shortest * Math.Pow(2, Math.Min(_openings++, 10));
        var opened = !IsOpen;
        (_openUntil, _isProbing) = (now + (wait < Longest ? wait : Longest), false);
        return opened;
    }

    /// <summary>The request was not sent, or its answer is not known.</summary>
    public void Abandon() => _isProbing = false;
}
