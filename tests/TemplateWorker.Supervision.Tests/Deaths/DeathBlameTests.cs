using TemplateWorker.Ipc.InFlight;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Supervision.Tests.Deaths;

public sealed class DeathBlameTests
{
    private static readonly InFlightDelivery[] Cells = [new(0, Slot: 7, Id: 100, Attempt: 2), new(1, Slot: 8, Id: 200, Attempt: 0)];

    private static readonly Heartbeat Last = new(1, 2, 3, [Run(200, 4), new RunningRun(9, "guild:3", "greeter", TimeSpan.FromSeconds(5))]);

    [Fact]
    public void An_end_that_says_nothing_about_what_ran_blames_nobody()
    {
        DeathBlame.Of(new WorkerExit("replaced", WorkerExitCause.Planned), Cells, Last).ShouldBeEmpty();
        DeathBlame.Of(new WorkerExit("killed", WorkerExitCause.Stuck), Cells, Last).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_ran_on_a_worker_that_died_by_itself_is_blamed_and_the_last_heartbeat_says_for_how_long_it_ran()
    {
        DeathBlame.Of(new WorkerExit("it was lost", WorkerExitCause.Died), Cells, Last)
            .ShouldBe([new BlamedDelivery(7, 100, 2, TimeSpan.Zero), new BlamedDelivery(8, 200, 0, TimeSpan.FromSeconds(4))]);
        DeathBlame.Of(new WorkerExit("it was lost", WorkerExitCause.Died), Cells, null).Count.ShouldBe(2);
        DeathBlame.Of(new WorkerExit("it was lost", WorkerExitCause.Died), [], Last).ShouldBeEmpty();
    }

    [Fact]
    public void A_run_that_the_worker_was_killed_for_is_blamed_alone() =>
        DeathBlame.Of(Overdue(Run(200, 13)), Cells, Last).ShouldBe([new BlamedDelivery(8, 200, 0, TimeSpan.FromSeconds(4))]);

    [Fact]
    public void A_run_that_was_over_when_its_worker_was_killed_and_an_immediate_call_blame_no_delivery()
    {
        DeathBlame.Of(Overdue(Run(300, 13)), Cells, Last).ShouldBeEmpty();
        DeathBlame.Of(Overdue(new RunningRun(9, "guild:3", "greeter", TimeSpan.FromSeconds(13))), Cells, Last).ShouldBeEmpty();
    }

    [Fact]
    public void Only_a_run_that_the_worker_was_killed_for_rests_before_it_is_tried_again()
    {
        DeathBlame.RestOf(Overdue(Run(200, 13))).ShouldBe(TimeSpan.FromSeconds(5));
        DeathBlame.RestOf(new WorkerExit("it was lost", WorkerExitCause.Died)).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Authors_can_tell_a_kill_from_a_death()
    {
        DeathBlame.ReasonOf(Overdue(Run(200, 13))).ShouldBe("WorkerKilled");
        DeathBlame.ReasonOf(new WorkerExit("it was lost", WorkerExitCause.Died)).ShouldBe("WorkerDied");
        DeathBlame.MessageOf(new WorkerExit("it was lost", WorkerExitCause.Died), "ended by signal 11").ShouldContain("signal 11");
    }

    private static WorkerExit Overdue(RunningRun run) => new("killed", WorkerExitCause.Overdue) { Overdue = run };

    private static RunningRun Run(long delivery, int seconds) =>
        new(1, "guild:1", "greeter", TimeSpan.FromSeconds(seconds)) { Delivery = delivery };
}
