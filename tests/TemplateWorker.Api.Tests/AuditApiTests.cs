using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class AuditApiTests
{
    private const string Tenant = "/v1/tenants/guild/1";
    private const string Route = """{"type":"mail.*","url":"https://example.org","secret":"0123456789abcdef"}""";

    /// <summary>Routes that change a tenant's data, or hand work over, and so are no administration.</summary>
    private static readonly string[] Unrecorded =
    [
        "POST /v1/events", "POST /v1/tenants/{owner_type}/{owner_id}/events", "POST /v1/actions/claim", "POST /v1/actions/ack", "POST /v1/actions/nack",
        "POST /v1/actions/extend", "PUT /v1/tenants/{owner_type}/{owner_id}/kv/{key}", "DELETE /v1/tenants/{owner_type}/{owner_id}/kv/{key}",
        "PUT /v1/tenants/{owner_type}/{owner_id}/key", "DELETE /v1/tenants/{owner_type}/{owner_id}/key", "PUT /v1/tenants/{owner_type}/{owner_id}/state",
    ];

    /// <summary>A call of each other route that changes something, and the action that it is recorded as.</summary>
    private static readonly (string Route, string Path, string? Body, string Action)[] Recorded =
    [
        ("PUT /v1/tenants/{owner_type}/{owner_id}/templates/{template}", $"{Tenant}/templates/greet", """{"files":{"index.js":"1"}}""", "templates.publish"),
        ("PUT /v1/tenants/{owner_type}/{owner_id}/templates/{template}", $"{Tenant}/templates/greet", """{"files":{"index.js":"2"}}""", "templates.publish"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/templates/{template}/activate", $"{Tenant}/templates/greet/activate", """{"version":1}""", "templates.activate"),
        ("PUT /v1/tenants/{owner_type}/{owner_id}/templates/{template}/policy", $"{Tenant}/templates/greet/policy", """{"max_attempts":2}""", "policy.set"),
        ("DELETE /v1/tenants/{owner_type}/{owner_id}/templates/{template}/policy", $"{Tenant}/templates/greet/policy", null, "policy.reset"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/lanes/{template}/pause", $"{Tenant}/lanes/greet/pause", null, "lanes.pause"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/lanes/{template}/resume", $"{Tenant}/lanes/greet/resume", null, "lanes.resume"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/pause", $"{Tenant}/pause", null, "lanes.pause"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/resume", $"{Tenant}/resume", null, "lanes.resume"),
        ("PUT /v1/tenants/{owner_type}/{owner_id}/schedules/{schedule}", $"{Tenant}/schedules/a", """{"cron":"@daily"}""", "schedules.set"),
        ("DELETE /v1/tenants/{owner_type}/{owner_id}/schedules/{schedule}", $"{Tenant}/schedules/a", null, "schedules.remove"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/deliveries/{delivery}/replay", $"{Tenant}/deliveries/1/replay", null, "deliveries.replay"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/deliveries/replay", $"{Tenant}/deliveries/replay?state=dead&limit=1", null, "deliveries.replay"),
        ("DELETE /v1/tenants/{owner_type}/{owner_id}/deliveries/{delivery}", $"{Tenant}/deliveries/3", null, "deliveries.drop"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/deliveries/drop", $"{Tenant}/deliveries/drop", null, "deliveries.drop"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/actions/{action}/replay", $"{Tenant}/actions/00000000-0000-7000-8000-000000000001/replay", null, "actions.replay"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/actions/replay", $"{Tenant}/actions/replay", null, "actions.replay"),
        ("DELETE /v1/tenants/{owner_type}/{owner_id}/actions/{action}", $"{Tenant}/actions/00000000-0000-7000-8000-000000000001", null, "actions.drop"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/actions/drop", $"{Tenant}/actions/drop", null, "actions.drop"),
        ("DELETE /v1/tenants/{owner_type}/{owner_id}/idempotency-keys/{idempotency_key}", $"{Tenant}/idempotency-keys/k", null, "idempotency.clear"),
        ("PUT /v1/action-routes/{route}", "/v1/action-routes/mail", Route, "routes.set"),
        ("DELETE /v1/action-routes/{route}", "/v1/action-routes/mail", null, "routes.delete"),
        ("DELETE /v1/tenants/{owner_type}/{owner_id}/templates/{template}", $"{Tenant}/templates/greet", null, "templates.delete"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/ban", $"{Tenant}/ban", null, "tenants.ban"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/unban", $"{Tenant}/unban", null, "tenants.unban"),
        ("PUT /v1/tenants/{owner_type}/{owner_id}/suspension", $"{Tenant}/suspension", """{"reason":"unpaid"}""", "tenants.suspend"),
        ("DELETE /v1/tenants/{owner_type}/{owner_id}/suspension", $"{Tenant}/suspension", null, "tenants.resume"),
        ("POST /v1/tokens", "/v1/tokens", """{"name":"ci","role":"operator"}""", "tokens.create"),
        ("POST /v1/tenants/{owner_type}/{owner_id}/tokens", $"{Tenant}/tokens", """{"name":"ci"}""", "tokens.create"),
        ("POST /v1/tokens/{token}/rotate", "/v1/tokens/{token}/rotate", "{}", "tokens.rotate"),
        ("DELETE /v1/tokens/{token}", "/v1/tokens/{token}", null, "tokens.revoke"),
        ("POST /v1/workers/{worker}/restart", "/v1/workers/0/restart", null, "workers.restart"),
    ];

    [DatabaseFact]
    public async Task Every_administrative_route_is_recorded_with_its_caller_and_its_address()
    {
        await using var api = await ApiServer.StartAsync();
        await api.Database.ExecuteAsync($"""
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message)
            select 'guild', '1', n, 'greet', md5(n::text)::uuid, 'hello', '1', 1, 0, 0, now(), 'Error', 'no' from generate_series(1, 5) n;
            insert into actions (id, slot, owner_type, owner_id, template, channel, route, type, data, bytes, run_id, event_id, died_at)
            select ('00000000-0000-7000-8000-00000000000' || n)::uuid, {ApiServer.Tenant.Slot}, 'guild', '1', 'a', 'a', '', 't', '1', 1, md5('r')::uuid, md5('e')::uuid, now()
            from generate_series(1, 3) n;
            insert into idempotency_keys (owner_type, owner_id, key, template, event_id, request_hash, templates, result)
            values ('guild', '1', 'k', 'a', md5('e')::uuid, '\x00', array['a'], '1')
            """);
        var prefix = "";
        foreach (var (route, path, body, action) in Recorded)
        {
            var before = await api.Database.ReadAsync<long>("select count(*) from audit_log");
            var answer = await api.SendAsync(route.Split(' ')[0], path.Replace("{token}", prefix), body);
            answer.Status.ShouldBeInRange(200, 204, $"{route}: {answer.Text}");
            prefix = answer.Status == 201 ? answer.Json["issued"]!["prefix"]!.GetValue<string>() : prefix;

            (await api.Database.ReadAsync<long>("select count(*) from audit_log")).ShouldBe(before + 1, route);
            var line = (await api.SendAsync("GET", "/v1/audit?limit=1")).Json["items"]![0]!;
            line["action"]!.GetValue<string>().ShouldBe(action, route);
            line["actor"]!.GetValue<string>().ShouldBe("config token 'root'");
            line["origin"]!.GetValue<string>().ShouldBe("127.0.0.1");
        }

        var known = api.Server.Routes.Where(route => route.Method != "GET").Select(route => $"{route.Method} {route.Path}");
        known.ShouldBe(Recorded.Select(recorded => recorded.Route).Distinct().Concat(Unrecorded), ignoreOrder: true);
    }

    [DatabaseFact]
    public async Task The_log_is_filtered_and_paged_and_tells_who_used_which_token()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var token = await api.IssueAsync(Storage.Tokens.TokenRole.Admin);
        foreach (var path in (string[])["/v1/tenants/guild/1/pause", "/v1/tenants/guild/2/pause", "/v1/tenants/guild/2/resume"])
        {
            (await api.SendAsync(token, "POST", path, null, [])).ShouldHaveStatus(200);
        }

        Actions(await api.SendAsync("GET", "/v1/audit")).ShouldBe(["lanes.resume", "lanes.pause", "lanes.pause", "tokens.create"]);
        Actions(await api.SendAsync("GET", "/v1/audit?tenant=guild:2")).ShouldBe(["lanes.resume", "lanes.pause"]);
        Actions(await api.SendAsync("GET", "/v1/audit?action=tokens.create")).ShouldBe(["tokens.create"]);
        var actor = $"token {token[..13]} 'admin'";
        Actions(await api.SendAsync("GET", $"/v1/audit?actor={Uri.EscapeDataString(actor)}")).ShouldBe(["lanes.resume", "lanes.pause", "lanes.pause"]);
        Actions(await api.SendAsync("GET", "/v1/audit?from=2100-01-01T00:00:00Z")).ShouldBeEmpty();
        Actions(await api.SendAsync("GET", "/v1/audit?to=2100-01-01T00:00:00Z")).Count.ShouldBe(4);
        var first = await api.SendAsync("GET", "/v1/audit?limit=3");
        var second = await api.SendAsync("GET", $"/v1/audit?limit=3&after={first.Json["next_after"]}");
        Actions(second).ShouldBe(["tokens.create"]);
        second.Json["next_after"].ShouldBeNull();
        second.Text.ShouldNotContain(token);
    }

    [DatabaseTheory]
    [InlineData("GET", "/v1/audit?after=x", 400)]
    [InlineData("GET", "/v1/audit?limit=0", 400)]
    [InlineData("GET", "/v1/audit?tenant=x", 400)]
    [InlineData("GET", "/v1/audit?from=today", 400)]
    [InlineData("GET", "/v1/audit?who=me", 400)]
    [InlineData("DELETE", "/v1/audit", 405)]
    [InlineData("PUT", "/v1/audit", 405)]
    [InlineData("POST", "/v1/audit", 405)]
    public async Task It_is_only_read_and_bad_parameters_are_refused(string method, string path, int status)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync(method, path)).ShouldHaveStatus(status);
    }

    private static List<string> Actions(ApiAnswer answer) =>
        [.. answer.ShouldHaveStatus(200).Json["items"]!.AsArray().Select(item => item!["action"]!.GetValue<string>())];
}
