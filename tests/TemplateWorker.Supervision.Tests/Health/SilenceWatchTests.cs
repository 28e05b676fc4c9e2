using TemplateWorker.Supervision.Health;
using TemplateWorker.Supervision.Launching;

namespace TemplateWorker.Supervision.Tests.Health;

public sealed class SilenceWatchTests
{
    private static readonly WorkersOptions Workers = new();
    private static readonly TimeSpan Tick = SilenceWatch.Interval(Workers);
    private static readonly ProcessActivity Idle = new(TimeSpan.FromSeconds(5), IsStopped: false);
    private readonly SilenceWatch _watch = new(Workers);
    private TimeSpan _now = TimeSpan.FromHours(1);
    private TimeSpan _silence;

    [Fact]
    public void A_worker_that_beats_is_alive_for_ever()
    {
        for (var tick = 0; tick < 100; tick++)
        {
            Look(Tick, Idle, beats: true).ShouldBe(WorkerSilence.Alive);
        }
    }

    [Fact]
    public void A_silent_worker_that_uses_no_CPU_time_is_dead_after_the_timeout_and_not_before()
    {
        LooksUntilDead(Tick, _ => Idle).ShouldBe((int)(Workers.HeartbeatTimeout / Tick) + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(3_600)]
    public void A_stall_of_the_supervisor_counts_for_one_look_however_long_it_was(int seconds)
    {
        Look(Tick, Idle, beats: true);

        Look(TimeSpan.FromSeconds(seconds), Idle).ShouldBe(WorkerSilence.Alive);

        LooksUntilDead(Tick, _ => Idle).ShouldBe((int)(Workers.HeartbeatTimeout / Tick));
    }

    [Fact]
    public void A_supervisor_that_is_late_at_every_look_takes_longer_to_call_a_worker_dead_but_does()
    {
        LooksUntilDead(TimeSpan.FromSeconds(2), _ => Idle).ShouldBe((int)(Workers.HeartbeatTimeout / Tick) + 1);
    }

    [Fact]
    public void A_worker_that_beats_again_after_a_stall_starts_with_the_whole_timeout()
    {
        Look(TimeSpan.FromSeconds(5), Idle);
        Look(Tick, Idle, beats: true).ShouldBe(WorkerSilence.Alive);

        LooksUntilDead(Tick, _ => Idle).ShouldBe((int)(Workers.HeartbeatTimeout / Tick) + 1);
    }

    [Fact]
    public void A_silent_worker_that_uses_CPU_time_gets_several_times_as_long()
    {
        var looks = LooksUntilDead(Tick, look => Idle with { Cpu = Idle.Cpu + (look * TimeSpan.FromMilliseconds(10)) });

        looks.ShouldBe((int)(Workers.HeartbeatTimeout * SilenceWatch.BusyFactor / Tick) + 1);
    }

    [Fact]
    public void CPU_time_that_was_used_before_the_silence_does_not_count()
    {
        var looks = LooksUntilDead(Tick, look => look < 3 ? Idle with { Cpu = TimeSpan.Zero } : Idle);

        looks.ShouldBe((int)(Workers.HeartbeatTimeout / Tick) + 1);
    }

    [Fact]
    public void A_worker_whose_bytes_wait_to_be_read_is_not_silent()
    {
        for (var tick = 0; tick < 100; tick++)
        {
            Look(Tick, Idle, hasUnread: true).ShouldBe(WorkerSilence.Alive);
        }
    }

    [Fact]
    public void A_worker_that_was_stopped_from_outside_is_told_apart_from_a_dead_one()
    {
        WorkerSilence meaning;
        while ((meaning = Look(Tick, Idle with { IsStopped = true })) == WorkerSilence.Alive)
        {
        }

        meaning.ShouldBe(WorkerSilence.Stopped);
    }

    [Fact]
    public void Where_the_system_says_nothing_about_processes_the_timeout_alone_decides()
    {
        LooksUntilDead(Tick, _ => null).ShouldBe((int)(Workers.HeartbeatTimeout / Tick) + 1);
    }

    private int LooksUntilDead(TimeSpan step, Func<int, ProcessActivity?> activity)
    {
        for (var look = 1; look < 1_000; look++)
        {
            if (Look(step, activity(look)) == WorkerSilence.Dead)
            {
                return look;
            }
        }

        return -1;
    }

    private WorkerSilence Look(TimeSpan step, ProcessActivity? activity, bool beats = false, bool hasUnread = false)
    {
        _now += step;
        _silence = beats ? TimeSpan.Zero : _silence + step;
        return _watch.Look(new SilenceSample(_now, _silence, hasUnread, () => activity));
    }
}
