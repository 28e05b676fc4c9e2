using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Supervision.Deaths;

namespace TemplateWorker.Supervision.Tests.Deaths;

public sealed class RestingTenantsTests
{
    private static readonly TenantId Tenant = new("guild", "1");
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_tenant_whose_call_had_to_be_killed_rests_and_longer_each_time()
    {
        var resting = new RestingTenants(_time);

        resting.Note("guild:1", isCertain: true);
        resting.Left(Tenant).ShouldBe(RetryPlan.RestAfterKill);
        resting.Left(new TenantId("guild", "2")).ShouldBe(TimeSpan.Zero);
        _time.Advance(RetryPlan.RestAfterKill);
        resting.Left(Tenant).ShouldBe(TimeSpan.Zero);

        resting.Note("guild:1", isCertain: true);
        resting.Left(Tenant).ShouldBe(2 * RetryPlan.RestAfterKill);
        for (var i = 0; i < 30; i++)
        {
            resting.Note("guild:1", isCertain: true);
        }

        resting.Left(Tenant).ShouldBe(RetryPlan.MaxRest);
    }

    [Fact]
    public void A_worker_that_only_died_during_a_call_makes_the_tenant_rest_the_third_time()
    {
        var resting = new RestingTenants(_time);

        resting.Note("guild:1", isCertain: false);
        resting.Note("guild:1", isCertain: false);
        resting.Left(Tenant).ShouldBe(TimeSpan.Zero);
        resting.Note("guild:1", isCertain: false);

        resting.Left(Tenant).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public void Deaths_are_forgotten_after_an_hour()
    {
        var resting = new RestingTenants(_time);
        resting.Note("guild:1", isCertain: true);
        resting.Note("guild:1", isCertain: true);

        _time.Advance(RetryPlan.RestMemory + TimeSpan.FromSeconds(1));
        resting.Note("guild:1", isCertain: true);

        resting.Left(Tenant).ShouldBe(RetryPlan.RestAfterKill);
    }
}
