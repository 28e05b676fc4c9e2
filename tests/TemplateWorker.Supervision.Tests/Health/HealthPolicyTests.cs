using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Supervision.Deaths;
using TemplateWorker.Supervision.Health;

namespace TemplateWorker.Supervision.Tests.Health;

public sealed class HealthPolicyTests
{
    private static readonly WorkersOptions Workers = new();
    private readonly HealthPolicy _policy = new(Workers, new LimitOptions
    {
        Tenants = new Dictionary<TenantId, TenantLimits> { [new TenantId("guild", "slow")] = new() { WallTime = TimeSpan.FromMinutes(1) } },
    });

    [Fact]
    public void A_worker_that_beats_is_healthy()
    {
        _policy.Judge(Beat(), TimeSpan.Zero).ShouldBeOfType<WorkerVerdict.Healthy>();
    }

    [Fact]
    public void A_silent_worker_is_killed_and_the_reason_names_the_setting()
    {
        var kill = _policy.Judge(WorkerSilence.Dead, TimeSpan.FromSeconds(3)).ShouldBeOfType<WorkerVerdict.Kill>();

        (kill.Cause, kill.Overdue).ShouldBe((WorkerExitCause.Died, null));
        kill.Why.ShouldContain("workers.heartbeat_timeout");
    }

    [Fact]
    public void The_runs_of_a_worker_that_was_stopped_from_outside_are_not_suspected()
    {
        _policy.Judge(WorkerSilence.Stopped, TimeSpan.FromSeconds(3)).ShouldBeOfType<WorkerVerdict.Kill>().Cause.ShouldBe(WorkerExitCause.Stuck);
    }

    [Fact]
    public void A_worker_that_has_not_beaten_yet_is_healthy()
    {
        _policy.Judge(null, TimeSpan.Zero).ShouldBeOfType<WorkerVerdict.Healthy>();
        _policy.Judge(WorkerSilence.Alive, TimeSpan.FromSeconds(1)).ShouldBeOfType<WorkerVerdict.Healthy>();
    }

    [Fact]
    public void A_run_past_its_deadline_and_the_grace_costs_the_worker_its_life()
    {
        var age = new TenantLimits().WallTime + Workers.KillGrace;

        _policy.Judge(Beat("guild:1", age), TimeSpan.Zero).ShouldBeOfType<WorkerVerdict.Healthy>();
        var kill = _policy.Judge(Beat("guild:1", age + TimeSpan.FromMilliseconds(1)), TimeSpan.Zero).ShouldBeOfType<WorkerVerdict.Kill>();
        kill.Why.ShouldContain("guild:1");
        kill.Why.ShouldContain("greeter");
    }

    [Fact]
    public void A_worker_that_is_killed_for_a_run_says_which()
    {
        var overdue = _policy.Judge(Beat("guild:1", TimeSpan.FromMinutes(1)), TimeSpan.Zero).ShouldBeOfType<WorkerVerdict.Kill>();

        (overdue.Cause, overdue.Overdue?.Tenant).ShouldBe((WorkerExitCause.Overdue, "guild:1"));
    }

    [Fact]
    public void A_worker_that_does_not_let_go_of_slots_is_killed_once_every_run_it_could_have_had_is_over()
    {
        var longest = TimeSpan.FromMinutes(1) + Workers.KillGrace;

        _policy.Judge(Beat(), longest).ShouldBeOfType<WorkerVerdict.Healthy>();
        var kill = _policy.Judge(Beat(), longest + TimeSpan.FromMilliseconds(1)).ShouldBeOfType<WorkerVerdict.Kill>();
        kill.Cause.ShouldBe(WorkerExitCause.Stuck);
        _policy.Judge(Beat("guild:slow", longest + TimeSpan.FromMilliseconds(1)), longest * 2)
            .ShouldBeOfType<WorkerVerdict.Kill>().Cause.ShouldBe(WorkerExitCause.Overdue);
    }

    [Fact]
    public void A_tenant_with_a_limit_of_its_own_is_judged_by_that()
    {
        _policy.Judge(Beat("guild:slow", TimeSpan.FromSeconds(30)), TimeSpan.Zero).ShouldBeOfType<WorkerVerdict.Healthy>();
    }

    [Fact]
    public void A_worker_that_outgrew_its_memory_is_replaced_not_killed()
    {
        var beat = Beat() with { ResidentBytes = Workers.MemoryBytes + 1 };

        _policy.Judge(beat, TimeSpan.Zero).ShouldBeOfType<WorkerVerdict.Replace>().Why.ShouldContain("workers.memory");
    }

    private static Heartbeat Beat(string? tenant = null, TimeSpan age = default) =>
        new(ResidentBytes: 1, WarmTenants: 0, Queued: 0, tenant is null ? [] : [new RunningRun(1, tenant, "greeter", age)]);
}
