using TemplateWorker.Storage.Rates;

namespace TemplateWorker.Tests.Configuration;

public sealed class TenantLimitTests : IDisposable
{
    private readonly ConfigFixture _config = new();

    public void Dispose() => _config.Dispose();

    [Fact]
    public void A_tenant_has_its_own_limits_and_for_the_rest_those_of_all()
    {
        var limits = _config.Good(ConfigFixture.Minimal + """
            limits:
              scopes: 7
              tenants:
                "guild:1234": { wall_time: 30s }
            """).Limits;

        limits.For(new TenantId("guild", "1234")).WallTime.ShouldBe(TimeSpan.FromSeconds(30));
        limits.For(new TenantId("guild", "1234")).Scopes.ShouldBe(7);
        limits.For(new TenantId("guild", "1235")).ShouldBeSameAs(limits.Default);
    }

    [Fact]
    public void A_tenant_has_its_own_rates_and_for_the_rest_those_of_all()
    {
        var limits = _config.Good(ConfigFixture.Minimal + """
            limits:
              runs_per_minute: 700
              tenants:
                "guild:1": { events_per_minute: 1, thread_time_per_minute: 1m, emitted_events_per_minute: 2, log_lines_per_minute: 3, writes_per_minute: 1KiB }
            """).Limits;

        limits.For(new TenantId("guild", "1")).Rates.ShouldBe(new TenantRates
        {
            Events = 1,
            Runs = 700,
            ThreadTime = TimeSpan.FromMinutes(1),
            EmittedEvents = 2,
            LogLines = 3,
            WrittenBytes = 1_024,
        });
        limits.Default.Rates.ShouldBe(new TenantRates { Runs = 700 });
    }

    [Theory]
    [InlineData("events_per_minute: 0", "must be at least 1, was 0")]
    [InlineData("runs_per_minute: 100000001", "must be at most 100000000, was 100000001")]
    [InlineData("thread_time_per_minute: 61s", "must be at most 1m, was 61s")]
    [InlineData("writes_per_minute: 1023", "must be at least 1KiB, was 1023")]
    public void A_rate_out_of_its_bounds_is_told(string line, string fault) =>
        _config.Faults($"{ConfigFixture.Minimal}limits:\n  {line}\n").Single().ShouldEndWith(fault);

    [Fact]
    public void A_bad_limit_of_a_tenant_is_told_with_its_line() =>
        _config.Faults(ConfigFixture.Minimal + "limits:\n  tenants:\n    'guild:1':\n      scopes: 11\n")
            .ShouldBe(["config.yaml:5: limits.tenants.guild:1.scopes must be at most 10, was 11"]);

    [Fact]
    public void A_tenant_named_twice_is_told() =>
        _config.Faults(ConfigFixture.Minimal + "limits:\n  tenants:\n    'guild:1': {}\n    guild:1: {}\n")
            .ShouldBe(["config.yaml:5: limits.tenants.guild:1 is given twice, first on line 4"]);
}
