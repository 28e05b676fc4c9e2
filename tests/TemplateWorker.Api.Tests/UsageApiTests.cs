using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class UsageApiTests
{
    private const string Tenant = "/v1/tenants/guild/1";

    [DatabaseFact]
    public async Task A_value_beyond_a_quota_is_refused_with_the_quota_its_use_and_its_limit_and_keys_can_be_deleted()
    {
        await using var api = await StartAsync(new TenantLimits { Keys = 2 });
        (await api.SendAsync("PUT", $"{Tenant}/kv/a", "1")).ShouldHaveStatus(200);
        (await api.SendAsync("PUT", $"{Tenant}/kv/b", "1")).ShouldHaveStatus(200);

        var refused = await api.SendAsync("PUT", $"{Tenant}/kv/c", "1");

        refused.ShouldBeProblem(507, "quota_exceeded");
        (refused.Json["quota"]!.GetValue<string>(), refused.Json["used"]!.GetValue<long>(), refused.Json["limit"]!.GetValue<long>()).ShouldBe(("keys", 2, 2));
        refused.Detail.ShouldBe(
            "The tenant keeps 2 keys, and 1 more would exceed limits.keys (2). Delete keys or let them expire, or ask the operator for a higher limit. Nothing was stored.");
        (await api.SendAsync("PUT", $"{Tenant}/kv/b", "2")).ShouldHaveStatus(200);
        (await api.SendAsync("DELETE", $"{Tenant}/kv/a")).ShouldHaveStatus(204);
        (await api.SendAsync("PUT", $"{Tenant}/kv/c", "1")).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task What_a_tenant_keeps_is_shown_to_it_and_to_admins()
    {
        await using var api = await StartAsync(new TenantLimits { Keys = 2 });
        await api.SendAsync("PUT", $"{Tenant}/kv/a", "1");
        await api.SendAsync("PUT", $"{Tenant}/kv/b", "1");

        var usage = await api.SendAsTenantAsync("GET", $"{Tenant}/usage");

        usage.ShouldHaveStatus(200).Text.ShouldStartWith(
            """{"quotas":[{"quota":"keys","used":2,"limit":2,"percent":100,"near":true},{"quota":"storage","used":512,"limit":67108864,"percent":0,"near":false},""");
        usage.Json["kept"]!.AsArray().Select(kept => kept!["what"]!.GetValue<string>()).ShouldBe(
            ["template_versions", "delayed_deliveries", "idempotency_keys", "history_of_day", "logs_of_day", "results", "dead_actions"]);
        usage.Json["counted_at"].ShouldBeNull();
        (await api.SendAsync("GET", $"{Tenant}/usage")).Text.ShouldBe(usage.Text);
        (await api.SendAsync("GET", $"{Tenant}/usage?all=true")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsTenantAsync("GET", "/v1/tenants/guild/2/usage")).ShouldBeProblem(403, "forbidden");
        (await api.SendAsync("GET", "/v1/tenants/guild/2/usage")).ShouldHaveStatus(200);
    }

    [DatabaseFact]
    public async Task What_waits_of_actions_is_shown_beside_its_limits_and_what_is_dead_without_one()
    {
        await using var api = await StartAsync(new TenantLimits { WaitingActions = 4 });
        for (var n = 0; n < 6; n++)
        {
            await ActionsApiTests.SendAsync(api, "123");
        }

        await api.Database.ExecuteAsync("""
            update actions set position = null, died_at = now() where id in (select id from actions order by id limit 1);
            insert into event_results (owner_type, owner_id, event_id, template, result, bytes) values ('guild', '1', gen_random_uuid(), 'a', '1', 1)
            """);

        var usage = (await api.SendAsync("GET", $"{Tenant}/usage")).ShouldHaveStatus(200);

        usage.Text.ShouldContain("""{"quota":"waiting_actions","used":5,"limit":4,"percent":125,"near":true}""");
        usage.Text.ShouldContain("""{"quota":"waiting_action_bytes","used":15,"limit":67108864,"percent":0,"near":false}""");
        usage.Text.ShouldContain("""{"what":"dead_actions","rows":1,"bytes":3,"at_least":false}""");
        usage.Json["kept"]!.AsArray().Single(kept => (string?)kept!["what"] == "results")!["rows"]!.GetValue<int>().ShouldBe(1);
    }

    [DatabaseFact]
    public async Task The_log_names_a_tenant_once_when_it_comes_near_to_a_quota()
    {
        await using var api = await StartAsync(new TenantLimits { Keys = 5 });
        for (var n = 0; n < 5; n++)
        {
            await api.SendAsync("PUT", $"{Tenant}/kv/k{n}", "1");
        }

        await api.SendAsync("DELETE", $"{Tenant}/kv/k0");
        await api.SendAsync("DELETE", $"{Tenant}/kv/k1");
        await api.SendAsync("PUT", $"{Tenant}/kv/k0", "1");

        api.Loggers.Lines.Where(line => line.Contains("limits.keys", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("guild:1 uses 4 of 5 (limits.keys)");
    }

    private static Task<ApiServer> StartAsync(TenantLimits limits) =>
        ApiServer.StartWithoutWorkersAsync(options => options with { Limits = new LimitOptions { Default = limits } });
}
