using System.Text;
using System.Text.RegularExpressions;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Streams;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

/// <summary>Provokes every refusal that <c>docs/http-api.md</c> lists, and compares the answer with the page.</summary>
public sealed partial class DocumentedRefusalTests
{
    private const string Base = "/v1/tenants/guild/1";
    private const string Call = $"{Base}/events?wait=true";
    private const string Event = """{"name":"hello","data":1}""";
    private const int MostConnections = 40;
    private const string Source = """{"files":{"index.js":"1"}}""";

    /// <summary>Words of the libraries below the API, none of which a caller is to see.</summary>
    private static readonly string[] ForeignWords =
        ["LineNumber", "BytePosition", "Utf8Json", "Exception", "Path: $", "is an invalid", "isFinalBlock", "Npgsql", "SQLSTATE"];

    private static readonly IReadOnlyDictionary<string, (string Status, string Title, string Meaning)> Documented = Rows();

    /// <summary>What a server with one worker refuses; the later ones may count on the earlier ones.</summary>
    private static readonly (string Name, Func<ApiServer, Task<ApiAnswer>> Provoke)[] OnOneServer =
    [
        ("bad_json", api => api.SendAsync("POST", Call, "{\"name\":}")),
        ("invalid_parameter", api => api.SendAsync("POST", Call, "{\"name\":\"\"}")),
        ("value_refused", api => api.SendAsync("PUT", $"{Base}/kv/a", "1e999999")),
        ("bad_request", CutBodyAsync),
        ("unauthorized", api => api.SendAsync(null, "GET", $"{Base}/state", null, [])),
        ("forbidden", api => api.SendAsTenantAsync("GET", "/v1/tenants/guild/2/state")),
        ("tenant_banned", async api =>
        {
            (await api.SendAsync("POST", "/v1/tenants/guild/3/ban")).ShouldHaveStatus(200);
            return await api.SendAsync("POST", "/v1/tenants/guild/3/events", Event);
        }),
        ("tenant_suspended", async api =>
        {
            (await api.SendAsync("PUT", "/v1/tenants/guild/9/suspension", """{"reason":"unpaid"}""")).ShouldHaveStatus(200);
            return await api.SendAsync("POST", "/v1/tenants/guild/9/events", Event);
        }),
        ("cross_site_request", api => api.SendAsync("POST", $"{Base}/unban", null, ("Origin", "http://evil.example"))),
        ("misdirected_request", api => api.SendAsync(null, "GET", $"{Base}/state", null, [("Host", "evil.example")])),
        ("unknown_route", api => api.SendAsync("GET", "/v1/nothing")),
        ("unknown_template", api => api.SendAsync("GET", $"{Base}/templates/none")),
        ("too_many_templates", async api =>
        {
            (await api.SendAsync("PUT", $"{Base}/templates/one", Source)).ShouldHaveStatus(200);
            return await api.SendAsync("PUT", $"{Base}/templates/two", Source);
        }),
        ("unknown_version", api => api.SendAsync("POST", $"{Base}/templates/one/activate", """{"version":7}""")),
        ("unknown_key", api => api.SendAsync("GET", $"{Base}/kv/none")),
        ("unknown_event", api => api.SendAsync("GET", $"{Base}/events/01a1fb43-d024-79cf-af1b-fdc238872907")),
        ("unknown_delivery", api => api.SendAsync("GET", $"{Base}/deliveries/7")),
        ("unknown_action", api => api.SendAsync("GET", $"{Base}/actions/{Guid.Empty}")),
        ("unknown_action_route", api => api.SendAsync("DELETE", "/v1/action-routes/none")),
        ("action_on_its_way", async api =>
        {
            var id = await ActionsApiTests.SendAsync(api, "1");
            (await api.SendAsync("POST", "/v1/actions/claim", """{"consumer":"c"}""")).ShouldHaveStatus(200);
            return await api.SendAsync("DELETE", $"{Base}/actions/{id}");
        }),
        ("unknown_schedule", api => api.SendAsync("GET", $"{Base}/schedules/none")),
        ("unknown_idempotency_key", api => api.SendAsync("DELETE", $"{Base}/idempotency-keys/none")),
        ("unknown_token", api => api.SendAsync("DELETE", "/v1/tokens/tw_aaaaaaaaaa")),
        ("token_ended", async api =>
        {
            var prefix = (await api.SendAsync("POST", "/v1/tokens", """{"name":"a","role":"admin"}""")).Json["issued"]!["prefix"];
            (await api.SendAsync("DELETE", $"/v1/tokens/{prefix}")).ShouldHaveStatus(204);
            return await api.SendAsync("POST", $"/v1/tokens/{prefix}/rotate", "{}");
        }),
        ("too_many_tokens", async api =>
        {
            await api.Database.ExecuteAsync($"""
                alter table tokens disable trigger user;
                insert into tokens (prefix, hash, name, role)
                select 'tw_' || translate(lpad(n::text, 10, '0'), '0123456789', 'abcdefghij'), sha256(n::text::bytea), 'a', 'admin'
                from generate_series(1, {TokenStore.MaxTokens}) n
                """);
            return await api.SendAsync("POST", "/v1/tokens", """{"name":"a","role":"admin"}""");
        }),
        ("quota_exceeded", async api =>
        {
            (await api.SendAsync("PUT", "/v1/tenants/guild/8/kv/a", "1")).ShouldHaveStatus(200);
            return await api.SendAsync("PUT", "/v1/tenants/guild/8/kv/b", "1");
        }),
        ("unknown_worker", api => api.SendAsync("POST", "/v1/workers/7/restart")),
        ("method_not_allowed", api => api.SendAsync("DELETE", "/v1/workers")),
        ("too_many_schedules", async api =>
        {
            (await api.SendAsync("PUT", $"{Base}/schedules/a", """{"cron":"@daily"}""")).ShouldHaveStatus(200);
            return await api.SendAsync("PUT", $"{Base}/schedules/b", """{"cron":"@daily"}""");
        }),
        ("queue_full", async api =>
        {
            // The worker of the test runs nothing, so the first event stays queued. It subscribes to "hello".
            (await api.SendAsync("POST", $"{Base}/events", Event)).ShouldHaveStatus(202);
            return await api.SendAsync("POST", $"{Base}/events", Event);
        }),
        ("not_given_up", async api =>
        {
            var id = (await api.SendAsync("GET", $"{Base}/deliveries")).Json["items"]![0]!["id"]!;
            return await api.SendAsync("POST", $"{Base}/deliveries/{id}/replay");
        }),
        ("bulk_rejected", async api =>
        {
            using var bulk = await RawCall.PostAsync(
                api, $"{Base}/events", "application/x-ndjson", "Content-Length: 3", Encoding.UTF8.GetBytes("{}\n"));
            return await bulk.AnswerAsync();
        }),
        ("idempotency_key_reused", async api =>
        {
            const string Other = "/v1/tenants/guild/4";
            (await api.SendAsync("PUT", $"{Other}/templates/one", Source)).ShouldHaveStatus(200);
            (await api.SendAsync("POST", $"{Other}/events", """{"name":"hello","idempotency_key":"k"}""")).ShouldHaveStatus(202);
            return await api.SendAsync("POST", $"{Other}/events", """{"name":"hello","data":2,"idempotency_key":"k"}""");
        }),
        ("body_too_large", api => api.SendAsync("PUT", $"{Base}/kv/a", $"\"{new string('x', 300 << 10)}\"")),
        ("unsupported_media_type", async api =>
        {
            using var call = await RawCall.PostAsync(api, Call, "text/plain", "Content-Length: 1", "1"u8.ToArray());
            return await call.AnswerAsync();
        }),
        ("template_rejected", api =>
        {
            api.Workers.OnCheck = check => new TemplateChecked(check.DispatchId, [], new Dictionary<string, string>(StringComparer.Ordinal), new TemplateFault { Reason = "SyntaxError", Message = "No." });
            return api.SendAsync("PUT", "/v1/tenants/guild/5/templates/one", Source);
        }),
        ("too_many_bytes", api => BesideALargeBodyAsync(api, Base, 10_000_000)),
        ("overloaded", api => BesideALargeBodyAsync(api, "/v1/tenants/guild/2", 30_000_000)),
        ("too_many_streams", async api =>
        {
            var open = await Task.WhenAll(Enumerable.Range(0, ActionStreamEndpoint.Most).Select(_ => api.OpenAsync("/v1/actions/stream")));
            var refused = await api.SendAsync("GET", "/v1/actions/stream");
            Array.ForEach(open, response => response.Dispose());
            return refused;
        }),
        ("too_many_connections", async api =>
        {
            const string Crowd = "127.0.0.9";
            var crowd = new List<RawConnection>();
            ApiAnswer answer;
            do
            {
                crowd.Add(await RawConnection.OpenAsync(api.Client.BaseAddress!, Crowd));
                answer = await crowd[^1].AskAsync("/livez", null);
            }
            while (answer.Status == 200);

            crowd.ForEach(connection => connection.Dispose());
            return answer;
        }),
        ("tenant_resting", api =>
        {
            api.Resting.Note("guild:6", isCertain: true);
            return api.SendAsync("POST", "/v1/tenants/guild/6/events?wait=true", Event);
        }),
        ("rate_limited", api =>
        {
            api.Workers.OnDispatch = dispatch => FakeWorkers.Refused(dispatch, DispatchStatus.RateLimited, "Used up.") with
            {
                Rate = new UsedUpRate("limits.runs_per_minute", 7, TimeSpan.FromSeconds(3)),
            };
            return api.SendAsync("POST", Call, Event);
        }),
        ("storage_unavailable", api =>
        {
            api.Workers.OnDispatch = dispatch => FakeWorkers.Refused(dispatch, DispatchStatus.StorageUnavailable, "no connection");
            return api.SendAsync("POST", Call, Event);
        }),
        ("deadline_exceeded", api =>
        {
            api.Workers.OnDispatch = _ => null;
            return api.SendAsync("POST", Call, Event);
        }),
        ("worker_lost", async api =>
        {
            // Another call than the one that ran out of time.
            api.Workers.OnDispatch = _ =>
            {
                api.Workers.Latest!.Kill();
                return null;
            };
            return await api.SendAsync("POST", Call, Event);
        }),
        ("internal_error", async api =>
        {
            await api.Database.ExecuteAsync("drop table tenant_state; create view tenant_state as select 1 as owner_id");
            return await api.SendAsync("GET", $"{Base}/state");
        }),
        ("draining", async api =>
        {
            await api.StopWorkersAsync();
            return await api.SendAsync("POST", Call, Event);
        }),
    ];

    /// <summary>What takes the server seconds.</summary>
    private static readonly (string Name, Func<ApiServer, Task<ApiAnswer>> Provoke)[] WithoutAWorker =
    [
        ("worker_not_ready", api => api.SendAsync("POST", "/v1/workers/0/restart")),
        ("no_worker_ready", api => api.SendAsync("POST", Call, Event)),
        ("request_timeout", async api =>
        {
            using var call = await RawCall.PostAsync(api, Call, "application/json", "Content-Length: 1000", "{"u8.ToArray());
            return await call.AnswerAsync();
        }),
    ];

    [Fact]
    public void Each_documented_refusal_is_provoked() =>
        OnOneServer.Concat(WithoutAWorker).Select(refusal => refusal.Name).Order().ShouldBe(Documented.Keys.Order());

    [DatabaseFact]
    public async Task A_server_with_a_worker_refuses_as_the_page_says()
    {
        await using var api = await ApiServer.StartAsync(options => options with
        {
            Workers = options.Workers with { CallTimeout = TimeSpan.FromSeconds(1) },
            Addrs = options.Addrs with { Connections = new ConnectionLimits { PerAddress = MostConnections } },
            Limits = new LimitOptions { Default = new TenantLimits { Templates = 1, Schedules = 1, QueuedDeliveries = 1, Keys = 1 } },
        });
        foreach (var (name, provoke) in OnOneServer)
        {
            ShouldBeAsDocumented(name, await provoke(api));
        }
    }

    [DatabaseFact]
    public async Task A_server_without_a_worker_refuses_as_the_page_says()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var answers = await Task.WhenAll(WithoutAWorker.Select(refusal => refusal.Provoke(api)));
        foreach (var ((name, _), answer) in WithoutAWorker.Zip(answers))
        {
            ShouldBeAsDocumented(name, answer);
        }
    }

    private static void ShouldBeAsDocumented(string name, ApiAnswer answer)
    {
        var (status, title, meaning) = Documented[name];
        $"{answer.Status} {answer.Problem}".ShouldBe($"{status} {name}", answer.Text);
        answer.Json["title"]!.GetValue<string>().ShouldBe(title);
        answer.Text.ShouldSatisfyAllConditions([.. ForeignWords.Select(word => (Action<string>)(text => text.ShouldNotContain(word)))]);
        foreach (var member in (string[])["position", "parameter", "setting", "limit", "quota", "used", "reason", "errors", "host"])
        {
            if (meaning.Contains($"`{member}`", StringComparison.Ordinal))
            {
                answer.Json[member].ShouldNotBeNull($"{name} has no {member}: {answer.Text}");
            }
        }

        foreach (var header in (string[])["Retry-After", "Allow"])
        {
            // Not Authorization, which is the caller's own.
            if (meaning.Contains($"`{header}`", StringComparison.Ordinal))
            {
                answer.Headers.ContainsKey(header).ShouldBeTrue($"{name} has no {header}");
            }
        }
    }

    private static async Task<ApiAnswer> CutBodyAsync(ApiServer api)
    {
        using var call = await RawCall.PostAsync(api, Call, "application/json", "Transfer-Encoding: chunked", "zz\r\n"u8.ToArray());
        return await call.AnswerAsync();
    }

    /// <summary>Sends a body of many events while one of 60 MB of the tenant guild:1 is being read.</summary>
    private static async Task<ApiAnswer> BesideALargeBodyAsync(ApiServer api, string tenant, int bytes)
    {
        // From 1 MiB on, what was announced is held at once.
        var begun = new byte[(1 << 20) + 1];
        while (true)
        {
            using var large = await RawCall.PostAsync(api, $"{Base}/events", "application/x-ndjson", "Content-Length: 60000000", begun);
            using var call = await RawCall.PostAsync(api, $"{tenant}/events", "application/x-ndjson", $"Content-Length: {bytes}", begun);
            try
            {
                return await call.AnswerAsync().WaitAsync(TimeSpan.FromSeconds(3));
            }
            catch (TimeoutException)
            {
                // The large body had not been read up to there, or was refused itself beside the one of an earlier call: this one found room.
            }
        }
    }

    private static Dictionary<string, (string Status, string Title, string Meaning)> Rows() => File
        .ReadLines(RepositoryFiles.PathOf("docs/http-api.md"))
        .Select(line => Row().Match(line))
        .Where(match => match.Success)
        .ToDictionary(match => match.Groups[1].Value, match => (match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value), StringComparer.Ordinal);

    [GeneratedRegex(@"^\| `([a-z_]+)` \| (\d{3}) \| (.*?) \| (.*) \|$")]
    private static partial Regex Row();
}
