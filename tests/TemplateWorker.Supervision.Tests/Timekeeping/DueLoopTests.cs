using Microsoft.Extensions.Logging;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Timekeeping;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Supervision.Tests.Timekeeping;

/// <summary>When the supervisor looks for due work.</summary>
public sealed class DueLoopTests
{
    [Theory]
    [InlineData(null, 1_000)]
    [InlineData(86_400_000.0, 1_000)]
    [InlineData(250.0, 250)]
    [InlineData(0.2, 1)]
    [InlineData(0.0, 0)]
    [InlineData(-5_000.0, 0)]
    public void The_next_look_is_when_the_next_work_is_due_but_within_a_second(double? untilNext, int wait)
    {
        NextPoll.Until(untilNext is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null)
            .ShouldBe(TimeSpan.FromMilliseconds(wait));
    }

    [Fact]
    public async Task Due_work_is_done_batch_by_batch_without_waiting()
    {
        var (time, work) = (new InstantTime(), new CountedWork { Left = 1_200 });
        await RunUntilIdleAsync(work, time);
        work.Passes.ShouldBe([500, 500, 200]);
        time.Waited.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Work_that_others_have_in_hand_is_looked_at_again_after_a_pause()
    {
        var (time, work) = (new InstantTime(), new CountedWork { Left = 10, BusyPasses = 3 });
        await RunUntilIdleAsync(work, time);
        work.Passes.ShouldBe([0, 0, 0, 10]);
        time.Waited.ShouldBe(3 * NextPoll.WhileOthersWork);
    }

    [Fact]
    public async Task A_pass_that_fails_is_tried_again_every_second_and_said_once()
    {
        var (time, work, logs) = (new InstantTime(), new CountedWork { Left = 10, Faults = 4 }, new CollectingLoggers());
        await RunUntilIdleAsync(work, time, logs);
        work.Passes.ShouldBe([10]);
        time.Waited.ShouldBe(TimeSpan.FromSeconds(4));
        logs.Lines.Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]).ShouldBe(["8301", "8302"]);
        logs.Lines[0].ShouldEndWith("Counted work: polling failed, retrying every second: broken");
    }

    private static async Task RunUntilIdleAsync(CountedWork work, InstantTime time, CollectingLoggers? loggers = null)
    {
        using var stopping = new CancellationTokenSource();
        work.Idle = stopping.Cancel;
        using var logs = loggers ?? new CollectingLoggers();
        await Should.ThrowAsync<OperationCanceledException>(
            () => new DueLoop(work, time, logs.CreateLogger<DueLoop>()).RunAsync(new LoopPulse(time), stopping.Token));
    }

    private sealed class CountedWork : IDueWork
    {
        public string Name => "Counted work";

        public int Left { get; set; }

        public int BusyPasses { get; set; }

        public int Faults { get; set; }

        public Action Idle { get; set; } = () => { };

        public List<int> Passes { get; } = [];

        public Task<TimeSpan?> UntilNextAsync(CancellationToken cancellationToken)
        {
            if (Faults-- > 0)
            {
                throw new InvalidOperationException("broken");
            }

            if (Left > 0)
            {
                return Task.FromResult<TimeSpan?>(TimeSpan.Zero);
            }

            Idle();
            return Task.FromResult<TimeSpan?>(null);
        }

        public Task<int> RunBatchAsync(CancellationToken cancellationToken)
        {
            var done = BusyPasses-- > 0 ? 0 : Math.Min(Left, 500);
            Left -= done;
            Passes.Add(done);
            return Task.FromResult(done);
        }
    }
}
