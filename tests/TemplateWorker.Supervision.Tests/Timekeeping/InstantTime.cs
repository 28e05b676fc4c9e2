using Microsoft.Extensions.Time.Testing;

namespace TemplateWorker.Supervision.Tests.Timekeeping;

/// <summary>A clock on which every wait is over at once, and has taken its time: nobody sleeps, and waits can be counted.</summary>
internal sealed class InstantTime : FakeTimeProvider
{
    /// <summary>How long all waits together were.</summary>
    public TimeSpan Waited => GetUtcNow() - Start;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            Advance(dueTime);
        }

        return timer;
    }
}
