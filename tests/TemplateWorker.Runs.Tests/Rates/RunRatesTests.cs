using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Runs.Rates;
using TemplateWorker.Storage.Rates;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Runs.Tests.Rates;

public sealed class RunRatesTests : IDisposable
{
    private static readonly TenantRates Rates = new() { Runs = 60 };

    private readonly FakeTimeProvider _time = new();
    private readonly CollectingLoggers _loggers = new();
    private readonly RunRates _rates;

    public RunRatesTests() => _rates = new RunRates(_time, _loggers.CreateLogger("test"));

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public void A_tenant_that_is_held_back_is_shown_and_its_neighbours_are_not()
    {
        Use(1, 70);
        Use(2, 60);

        _rates.HoldOf(Tenant(1)).ShouldBe(new RateHold(TenantRate.Runs, 60, TimeSpan.FromSeconds(10)));
        _rates.HoldOf(Tenant(2)).ShouldBeNull();
        _rates.HoldOf(Tenant(3)).ShouldBeNull();
        _rates.Held.Count.ShouldBe(1);
        _rates.Held.Longest.ShouldBe([(Tenant(1), new RateHold(TenantRate.Runs, 60, TimeSpan.FromSeconds(10)))]);

        _time.Advance(TimeSpan.FromSeconds(10));

        _rates.HoldOf(Tenant(1)).ShouldBeNull();
        _rates.Held.Count.ShouldBe(0);
    }

    [Fact]
    public void The_tenants_with_the_most_thread_time_of_the_last_minute_are_named_in_order()
    {
        for (var number = 1; number <= 15; number++)
        {
            Compute(number, TimeSpan.FromSeconds(number));
        }

        _rates.Busiest.Select(busy => busy.Tenant).ShouldBe(Enumerable.Range(6, RunRates.MostBusy).Reverse().Select(Tenant));
        _rates.Busiest[0].ThreadTime.ShouldBe(TimeSpan.FromSeconds(15));

        Compute(1, TimeSpan.FromMinutes(1));
        _rates.Busiest[0].Tenant.ShouldBe(Tenant(15), "it is read anew every two seconds");
        _time.Advance(TimeSpan.FromSeconds(2));
        _rates.Busiest[0].ShouldBe(new TenantTime(Tenant(1), TimeSpan.FromSeconds(61)));

        _time.Advance(TimeSpan.FromSeconds(55));
        Compute(2, TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(15));
        _rates.Busiest.ShouldBe([new TenantTime(Tenant(2), TimeSpan.FromSeconds(1))]);
    }

    [Fact]
    public void Of_many_the_twenty_are_named_that_wait_longest()
    {
        for (var number = 1; number <= 50; number++)
        {
            Use(number, 60 + number);
        }

        _rates.Held.Count.ShouldBe(50);
        _rates.Held.Longest.Select(held => held.Tenant).ShouldBe(Enumerable.Range(31, 20).Reverse().Select(Tenant));
    }

    [Fact]
    public void The_operator_is_told_when_a_hold_begins_and_at_most_once_a_minute_of_each_tenant()
    {
        Use(1, 62);
        Use(1, 1);
        Use(2, 120);
        _time.Advance(TimeSpan.FromSeconds(30));
        Use(1, 60);

        _loggers.Lines.ShouldBe(
        [
            "5601 Warning test: guild:1 has used up limits.runs_per_minute (60 runs): its deliveries wait for 2.0 s, and its immediate calls are refused as long. If it is meant to use so much, raise the limit under limits.tenants",
            "5601 Warning test: guild:2 has used up limits.runs_per_minute (60 runs): its deliveries wait for 60.0 s, and its immediate calls are refused as long. If it is meant to use so much, raise the limit under limits.tenants",
        ]);

        _time.Advance(TimeSpan.FromSeconds(61));
        Use(1, 120);

        _loggers.Lines.Count.ShouldBe(3);
    }

    [Fact]
    public void Threads_that_charge_at_the_same_time_lose_nothing()
    {
        Parallel.For(0, 1_000, number => Use(number % 3, 1));

        // 333 or 334 runs each.
        _rates.HoldOf(Tenant(1))!.Wait.ShouldBe(TimeSpan.FromSeconds(333 - 60));
    }

    private static TenantId Tenant(int number) => new("guild", $"{number}");

    private void Compute(int number, TimeSpan time) => _rates.Charge(Tenant(number), new TenantRates(), new RunCost { ThreadTime = time });

    private void Use(int tenant, int runs) => _rates.Charge(Tenant(tenant), Rates, new RunCost { Runs = runs });
}
