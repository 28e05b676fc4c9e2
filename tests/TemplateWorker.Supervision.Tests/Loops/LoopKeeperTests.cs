using Microsoft.Extensions.Logging.Abstractions;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Tests.Timekeeping;

namespace TemplateWorker.Supervision.Tests.Loops;

public sealed class LoopKeeperTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);
    private readonly LoopKeeper _keeper = new(new InstantTime(), NullLogger<LoopKeeper>.Instance);

    [Fact]
    public async Task A_loop_that_dies_of_an_unexpected_exception_is_restarted()
    {
        var runs = 0;

        await _keeper.KeepAsync(Loop(pulse => ++runs < 3 ? throw new InvalidOperationException("wrong state") : Done(pulse)), default)
            .WaitAsync(UnexpectedTimeout);

        runs.ShouldBe(3);
        var status = _keeper.Status.ShouldHaveSingleItem();
        (status.Name, status.Restarts).ShouldBe(("test", 2));
        status.LastSuccess.ShouldNotBeNull();
        _keeper.Failed.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task A_loop_that_cannot_be_restarted_is_reported_so_that_the_process_ends()
    {
        var runs = 0;

        await _keeper.KeepAsync(
            Loop(_ =>
            {
                runs++;
                throw new InvalidOperationException("wrong state");
            }),
            default).WaitAsync(UnexpectedTimeout);

        runs.ShouldBe(LoopKeeper.MaxFailures);
        _keeper.Failed.IsCompleted.ShouldBeTrue();
        _keeper.Status.ShouldHaveSingleItem().LastSuccess.ShouldBeNull();
    }

    [Fact]
    public async Task A_cancelled_loop_ends_without_a_failure()
    {
        using var stopping = new CancellationTokenSource();
        var kept = _keeper.KeepAsync(
            new BackgroundLoop("test", (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)), stopping.Token);

        await stopping.CancelAsync();

        await kept.WaitAsync(UnexpectedTimeout);
        _keeper.Status.ShouldHaveSingleItem().Restarts.ShouldBe(0);
    }

    private static BackgroundLoop Loop(Func<LoopPulse, Task> run) => new("test", (pulse, _) => run(pulse));

    private static Task Done(LoopPulse pulse)
    {
        pulse.Beat();
        return Task.CompletedTask;
    }
}
