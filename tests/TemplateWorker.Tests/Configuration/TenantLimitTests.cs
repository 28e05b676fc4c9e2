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
    public void A_bad_limit_of_a_tenant_is_told_with_its_line() =>
        _config.Faults(ConfigFixture.Minimal + "limits:\n  tenants:\n    'guild:1':\n      scopes: 11\n")
            .ShouldBe(["config.yaml:5: limits.tenants.guild:1.scopes must be at most 10, was 11"]);

    [Fact]
    public void A_tenant_named_twice_is_told() =>
        _config.Faults(ConfigFixture.Minimal + "limits:\n  tenants:\n    'guild:1': {}\n    guild:1: {}\n")
            .ShouldBe(["config.yaml:5: limits.tenants.guild:1 is given twice, first on line 4"]);
}
