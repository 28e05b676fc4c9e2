using System.Net;
using TemplateWorker.Storage.Addresses;

namespace TemplateWorker.Tests.Configuration;

public sealed class RelationTests : IDisposable
{
    private readonly ConfigFixture _config = new();

    public void Dispose() => _config.Dispose();

    [Theory]
    [InlineData("workers: { heartbeat_interval: 5s }", "workers.heartbeat_timeout (2s500ms) must be longer than workers.heartbeat_interval (5s)")]
    [InlineData("limits: { cpu_time: 11s }", "limits.cpu_time (11s) must be at most limits.wall_time (10s)")]
    [InlineData("limits: { templates: 65 }", "limits.templates (65) times limits.result (256KiB) must be at most 16MiB, was 16640KiB: one event's results come back together")]
    [InlineData("limits: { heap: 1GiB }", "limits.heap (1GiB) must be less than workers.memory (1GiB)")]
    [InlineData("limits: { value: 5MiB }", "limits.value (5MiB) must be at most limits.writes (4MiB), which is what one run may write in all")]
    [InlineData("limits: { waiting_action_bytes: 100KiB }", "limits.action_payload (256KiB) must be at most limits.waiting_action_bytes (100KiB): one action must have room")]
    [InlineData("limits: { event_payload: 5MiB }", "limits.event_payload (5MiB) must be at most limits.writes (4MiB), which is what one run may write in all")]
    [InlineData("limits: { tenants: { 'guild:1': { writes: 100KiB, value: 50KiB } } }", "limits.tenants.guild:1.event_payload (256KiB) must be at most limits.tenants.guild:1.writes (100KiB), which is what one run may write in all")]
    [InlineData("workers: { queue: 500 }", "limits.queue (1000) must be at most workers.queue (500)")]
    [InlineData("scripting: { cache: 1GiB }", "scripting.cache (1GiB) must be less than workers.memory (1GiB)")]
    [InlineData("scripting: { jit: true, engine: jint }", "scripting.jit must be false with scripting.engine jint, which has no compiler")]
    [InlineData("addrs: { http: 0.0.0.0:80 }", "addrs.http is 0.0.0.0:80, which other machines can reach, but there is no token: add one to tokens, or listen on 127.0.0.1")]
    [InlineData("addrs: { http: '[::ffff:10.0.0.1]:80' }", "addrs.http is [::ffff:10.0.0.1]:80, which other machines can reach, but there is no token: add one to tokens, or listen on 127.0.0.1")]
    [InlineData("addrs: { http: 127.0.0.1:80, health: 127.0.0.1:80 }", "addrs.health (127.0.0.1:80) must have another port than addrs.http (127.0.0.1:80)")]
    [InlineData("addrs: { http: 127.0.0.1:80, health: 0.0.0.0:80 }", "addrs.health (0.0.0.0:80) must have another port than addrs.http (127.0.0.1:80)")]
    [InlineData("addrs: { http: 127.0.0.1:80, metrics: 0.0.0.0:80 }", "addrs.metrics (0.0.0.0:80) must have another port than addrs.http (127.0.0.1:80)")]
    [InlineData("addrs: { health: 127.0.0.1:81, metrics: 127.0.0.1:81 }", "addrs.metrics (127.0.0.1:81) must have another port than addrs.health (127.0.0.1:81)")]
    [InlineData("addrs: { connections: 1999, connections_per_token: 5 }", "addrs.connections_per_address (2000) must be at most addrs.connections (1999)")]
    [InlineData("addrs: { connections_per_token: 10001 }", "addrs.connections_per_token (10001) must be at most addrs.connections (10000)")]
    [InlineData("limits: { tenants: { 'guild:1': { wall_time: 1s } } }", "limits.tenants.guild:1.cpu_time (2s) must be at most limits.tenants.guild:1.wall_time (1s)")]
    [InlineData("limits: { tenants: { 'guild:1': { heap: 2GiB } } }", "limits.tenants.guild:1.heap (2GiB) must be less than workers.memory (1GiB)")]
    public void Settings_that_do_not_go_together_are_told_where_one_of_them_stands(string yaml, string message) =>
        _config.Faults(ConfigFixture.Minimal + yaml).ShouldBe([$"config.yaml:2: {message}"]);

    [Fact]
    public void A_way_around_the_pooler_goes_with_a_server_and_is_one()
    {
        _config.Good("meta: { postgres_url: 'postgresql://pooler/d', direct_postgres_url: 'postgresql://h/d' }")
            .Meta.DirectPostgresUrl.ShouldBe(PostgresUrl.Parse("postgresql://h/d"));
        _config.Faults("meta: { postgres_url: 'embedded:data', direct_postgres_url: 'postgresql://h/d' }").ShouldBe(
            ["config.yaml:1: meta.direct_postgres_url is for a meta.postgres_url that leads through a pooler, not for an embedded database"]);
        _config.Faults("meta: { postgres_url: 'postgresql://pooler/d', direct_postgres_url: 'embedded:data' }").ShouldBe(
            ["config.yaml:1: meta.direct_postgres_url must not be embedded: an embedded database has no pooler"]);
    }

    [Fact]
    public void An_owner_of_the_tables_goes_with_a_server_and_is_on_one()
    {
        _config.Good("meta: { postgres_url: 'postgresql://app@h/d', migrate_postgres_url: 'postgresql://owner@h/d' }")
            .Meta.MigratePostgresUrl.ShouldBe(PostgresUrl.Parse("postgresql://owner@h/d"));
        _config.Faults("meta: { postgres_url: 'embedded:data', migrate_postgres_url: 'postgresql://h/d' }").ShouldHaveSingleItem()
            .ShouldContain("meta.migrate_postgres_url is for a server with a role that owns the tables");
        _config.Faults("meta: { postgres_url: 'postgresql://h/d', migrate_postgres_url: 'embedded:data' }").ShouldBe(
            ["config.yaml:1: meta.migrate_postgres_url must not be embedded: its one role owns the tables"]);
    }

    [Fact]
    public void A_relation_is_not_judged_by_a_value_that_could_not_be_read() =>
        _config.Faults(ConfigFixture.Minimal + "workers: { heartbeat_interval: 6s, heartbeat_timeout: soon }")
            .ShouldHaveSingleItem().ShouldContain("workers.heartbeat_timeout must be a duration");

    [Fact]
    public void What_a_tenant_has_from_the_defaults_is_told_once() =>
        _config.Faults(ConfigFixture.Minimal + "limits: { cpu_time: 11s, tenants: { 'guild:1': { scopes: 3 } } }").Count.ShouldBe(1);

    [Fact]
    public void An_address_that_others_can_reach_is_fine_with_a_token() =>
        _config.Good(ConfigFixture.Minimal + "addrs: { http: 0.0.0.0:80 }\ntokens: [{ name: a, role: admin, token: 0123456789abcdef }]")
            .Addrs.Http.Port.ShouldBe(80);

    [Fact]
    public void A_server_that_is_open_has_no_tokens()
    {
        _config.Good(ConfigFixture.Minimal + "addrs: { open: true }").Addrs.Open.ShouldBeTrue();
        _config.Faults(ConfigFixture.Minimal + "addrs: { open: true }\ntokens: [{ name: a, role: admin, token: 0123456789abcdef }]").ShouldBe(
            ["config.yaml:2: addrs.open must be false, since there are tokens, which it would make useless"]);
    }

    [Fact]
    public void Health_checks_have_any_address_without_a_token()
    {
        var addrs = _config.Good(ConfigFixture.Minimal + "addrs: { http: 127.0.0.1:0, health: 0.0.0.0:0 }").Addrs;

        addrs.Health.ShouldBe(new IPEndPoint(IPAddress.Any, 0));
        _config.Good(ConfigFixture.Minimal + "addrs: { http: 127.0.0.1:80, health: 127.0.0.2:80 }").Addrs.Health!.Port.ShouldBe(80);
        _config.Good(ConfigFixture.Minimal + "addrs: { health: none }").Addrs.Health.ShouldBeNull();
        _config.Faults(ConfigFixture.Minimal + "addrs: { health: 8081 }").ShouldHaveSingleItem().ShouldContain("addrs.health must be an address and a port");
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.9.9.9:1")]
    [InlineData("[::1]:1")]
    [InlineData("[::ffff:127.0.0.1]:1")]
    [InlineData("localhost:1")]
    public void A_loopback_address_needs_no_token(string address) =>
        _config.Good(ConfigFixture.Minimal + $"addrs: {{ http: '{address}' }}").Addrs.Http.Port.ShouldBe(1);
}
