using TemplateWorker.Supervision.Health;

namespace TemplateWorker.Supervision.Tests.Health;

public sealed class RestartPolicyTests
{
    private static readonly TimeSpan Never = TimeSpan.Zero;
    private static readonly TimeSpan Briefly = RestartPolicy.AtWork - TimeSpan.FromMilliseconds(1);

    [Fact]
    public void The_first_death_is_answered_at_once()
    {
        new RestartPolicy().NextDelay(Never).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Each_further_death_doubles_the_wait_up_to_its_cap()
    {
        var policy = new RestartPolicy();
        policy.NextDelay(Never);

        var delays = Enumerable.Range(0, 12).Select(_ => policy.NextDelay(Never).TotalMilliseconds).ToArray();

        delays[..4].ShouldBe([250, 500, 1_000, 2_000]);
        delays[^1].ShouldBe(RestartPolicy.MaxDelay.TotalMilliseconds);
    }

    [Fact]
    public void A_worker_that_was_ready_only_briefly_is_not_forgiven()
    {
        var policy = new RestartPolicy();
        policy.NextDelay(Never);

        policy.NextDelay(Briefly).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void A_worker_that_was_ready_but_briefly_each_time_is_never_waited_for_long()
    {
        var policy = new RestartPolicy();

        var delays = Enumerable.Range(0, 20).Select(_ => policy.NextDelay(Briefly)).ToArray();

        delays[0].ShouldBe(TimeSpan.Zero);
        delays[1..].ShouldAllBe(delay => delay == RestartPolicy.FirstDelay);
    }

    [Fact]
    public void A_worker_that_was_at_work_is_started_again_at_once_each_time_and_yet_reported_unhealthy()
    {
        var policy = new RestartPolicy();

        for (var i = 0; i < 20; i++)
        {
            policy.NextDelay(RestartPolicy.AtWork).ShouldBe(TimeSpan.Zero);
        }

        policy.IsUnhealthy.ShouldBeTrue();
    }

    [Fact]
    public void One_failed_start_among_deaths_of_a_ready_worker_is_no_reason_to_wait_for_long()
    {
        var policy = new RestartPolicy();
        for (var i = 0; i < 10; i++)
        {
            policy.NextDelay(Briefly);
        }

        policy.NextDelay(Never).ShouldBe(TimeSpan.FromMilliseconds(250));
        policy.NextDelay(Never).ShouldBe(TimeSpan.FromMilliseconds(250));
        policy.NextDelay(Never).ShouldBe(TimeSpan.FromMilliseconds(500));
        policy.NextDelay(Briefly).ShouldBe(RestartPolicy.FirstDelay);
    }

    [Fact]
    public void A_worker_that_stayed_up_starts_afresh()
    {
        var policy = new RestartPolicy();
        for (var i = 0; i < 10; i++)
        {
            policy.NextDelay(Never);
        }

        policy.NextDelay(RestartPolicy.StayedUp).ShouldBe(TimeSpan.Zero);
        policy.IsUnhealthy.ShouldBeFalse();
    }

    [Fact]
    public void One_that_keeps_dying_is_reported_unhealthy()
    {
        var policy = new RestartPolicy();
        for (var i = 0; i < RestartPolicy.UnhealthyAfter; i++)
        {
            policy.IsUnhealthy.ShouldBeFalse();
            policy.NextDelay(Never);
        }

        policy.IsUnhealthy.ShouldBeTrue();
    }
}
