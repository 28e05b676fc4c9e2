using System.Text.Json.Nodes;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class KeysApiTests
{
    private const string Keys = "/v1/tenants/guild/1/kv";

    [DatabaseFact]
    public async Task A_value_that_is_put_is_got_until_it_is_deleted()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var put = await api.SendAsync("PUT", $"{Keys}/a", """ {"x": [1, "é", null]} """);
        var got = await api.SendAsync("GET", $"{Keys}/a");

        put.ShouldHaveStatus(200);
        got.ShouldHaveStatus(200).Text.ShouldBe(put.Text);
        got.ContentType.ShouldBe("application/json");
        got.Json["key"]!.GetValue<string>().ShouldBe("a");
        got.Json["scopes"]!.AsArray().ShouldBeEmpty();
        JsonNode.DeepEquals(got.Json["value"], JsonNode.Parse("""{"x": [1, "é", null]}""")).ShouldBeTrue(got.Text);
        got.Json["created_at"]!.GetValue<DateTimeOffset>().ShouldBe(got.Json["updated_at"]!.GetValue<DateTimeOffset>());

        (await api.SendAsync("DELETE", $"{Keys}/a")).ShouldHaveStatus(204).Text.ShouldBeEmpty();
        (await api.SendAsync("GET", $"{Keys}/a")).ShouldBeProblem(404, "unknown_key");
        (await api.SendAsync("DELETE", $"{Keys}/a")).ShouldBeProblem(404, "unknown_key");
    }

    [DatabaseFact]
    public async Task Values_that_wait_for_the_database_count_against_the_memory_of_their_tenant()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        await using var outside = await api.Database.ConnectAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("begin; lock table tenant_kv in access exclusive mode", outside))
        {
            await hold.ExecuteNonQueryAsync();
        }

        // As text each takes half a megabyte, and a tenant's requests may hold 16 MiB.
        var value = $"\"{new string('x', 250_000)}\"";
        var answers = await Task.WhenAll(Enumerable.Range(0, 48).Select(number => api.SendAsync("PUT", $"{Keys}/k{number}", value)));
        await outside.CloseAsync();

        answers.Count(answer => answer.Status == 429).ShouldBeGreaterThan(0);
        answers.First(answer => answer.Status == 429).ShouldBeProblem(429, "too_many_bytes");
        (await api.SendAsync("PUT", $"{Keys}/k", value)).ShouldHaveStatus(200);
    }

    [DatabaseTheory]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData("a+b c&d=é")]
    public async Task A_key_in_the_query_is_the_one_in_the_path(string key)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var inQuery = $"/v1/tenants/guild/1/key?key={Uri.EscapeDataString(key)}&scope=x";
        var inPath = $"{Keys}/{Uri.EscapeDataString(key)}?scope=x";

        var put = await api.SendAsync("PUT", $"{inQuery}&ttl=1h", "1");

        put.ShouldHaveStatus(200).Json["key"]!.GetValue<string>().ShouldBe(key);
        put.Json["expires_at"].ShouldNotBeNull();
        (await api.SendAsync("GET", inPath)).Text.ShouldBe(put.Text);
        (await api.SendAsync("GET", inQuery)).Text.ShouldBe(put.Text);
        (await api.SendAsync("DELETE", inQuery)).ShouldHaveStatus(204);
        (await api.SendAsync("GET", inPath)).ShouldBeProblem(404, "unknown_key");
    }

    [DatabaseTheory]
    [InlineData("", "key must be a key, but is missing.")]
    [InlineData("?key=a&key=b", "must be given once")]
    [InlineData("?key=", "key")]
    [InlineData("?kye=a", "Unknown query parameter 'kye'")]
    public async Task A_key_in_the_query_is_given_once(string query, string detail)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var refused = await api.SendAsync("GET", $"/v1/tenants/guild/1/key{query}");

        refused.ShouldBeProblem(400, "invalid_parameter");
        refused.Detail.ShouldContain(detail);
    }

    [DatabaseFact]
    public async Task Scopes_are_a_set()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("PUT", $"{Keys}/a?scope=x&scope=y", "1")).ShouldHaveStatus(200);

        (await api.SendAsync("GET", $"{Keys}/a?scope=y&scope=x&scope=y")).ShouldHaveStatus(200).Json["scopes"]!.ToJsonString().ShouldBe("""["x","y"]""");
        (await api.SendAsync("GET", $"{Keys}/a?scope=x")).ShouldBeProblem(404, "unknown_key");
        (await api.SendAsync("GET", $"{Keys}/a")).ShouldBeProblem(404, "unknown_key");
    }

    [DatabaseTheory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a+b%20c", "a+b c")]
    [InlineData("%C3%A9%3F%23", "é?#")]
    [InlineData("..", "..")]
    [InlineData("%2e", ".")]
    public async Task A_key_is_what_its_segment_says_whatever_it_holds(string segment, string key)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("PUT", $"{Keys}/{segment}?scope=s%2Ft", "1")).ShouldHaveStatus(200);

        (await api.SendAsync("GET", $"{Keys}/{segment}?scope=s%2Ft")).Json["key"]!.GetValue<string>().ShouldBe(key);
        (await api.Database.ReadAsync<string>("select key from tenant_kv")).ShouldBe(key);
        (await api.Database.ReadAsync<string>("select scopes[1] from tenant_kv")).ShouldBe("s/t");
    }

    [DatabaseFact]
    public async Task Pages_cover_every_key_once_and_the_last_says_so()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        string[] keys = ["p/a", "p/b", "p/c", "p/d", "q"];
        foreach (var key in keys)
        {
            (await api.SendAsync("PUT", $"{Keys}/{Uri.EscapeDataString(key)}", "true")).ShouldHaveStatus(200);
        }

        (await api.SendAsync("PUT", $"{Keys}/p%2Fz?scope=other", "true")).ShouldHaveStatus(200);

        List<string> seen = [];
        string? after = null;
        do
        {
            var page = await api.SendAsync("GET", $"{Keys}?prefix=p%2F&limit=2{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
            page.ShouldHaveStatus(200).Json["items"]!.AsArray().Count.ShouldBe(2);
            seen.AddRange(page.Json["items"]!.AsArray().Select(item => item!["key"]!.GetValue<string>()));
            after = page.Json["next_after"]?.GetValue<string>();
        }
        while (after is not null);

        seen.ShouldBe(["p/a", "p/b", "p/c", "p/d"]);
        (await api.SendAsync("GET", Keys)).Json["items"]!.AsArray().Count.ShouldBe(5);
    }

    [DatabaseTheory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?limit=1e2", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?scope=", "scope")]
    [InlineData("?scope=%00", "scope")]
    [InlineData("?after=", "after")]
    [InlineData("?scopes=a", "scopes")]
    [InlineData("/%FF", "key")]
    [InlineData("/%zz", "key")]
    [InlineData("/a?prefix=b", "prefix")]
    public async Task A_bad_parameter_is_named(string suffix, string parameter)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync("GET", Keys + suffix);

        answer.ShouldBeProblem(400, "invalid_parameter");
        answer.Json["parameter"]!.GetValue<string>().ShouldBe(parameter);
        answer.Json["value"].ShouldNotBeNull();
    }

    [DatabaseFact]
    public async Task Limits_are_the_tenants_own()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with
        {
            Limits = new LimitOptions
            {
                Tenants = new Dictionary<TenantId, TenantLimits>
                {
                    [new TenantId("guild", "1")] = new() { KeyBytes = 4, Scopes = 1, ValueBytes = 1_024 },
                },
            },
        });
        var large = $"\"{new string('x', 1_023)}\"";

        (await api.SendAsync("PUT", $"{Keys}/abcde", "1")).ShouldBeProblem(400, "invalid_parameter");
        (await api.SendAsync("PUT", $"{Keys}/abcd?scope=a&scope=b", "1")).ShouldBeProblem(400, "invalid_parameter");
        var refused = await api.SendAsync("PUT", $"{Keys}/abcd", large);
        refused.ShouldBeProblem(413, "body_too_large");
        refused.Json["limit"]!.GetValue<int>().ShouldBe(1_024);
        refused.Json["value"]!.GetValue<int>().ShouldBe(1_025);
        (await api.SendAsync("PUT", $"{Keys}/abcd?scope=a", large[..1_023] + "\"")).ShouldHaveStatus(200);

        (await api.SendAsync("PUT", "/v1/tenants/guild/2/kv/abcde?scope=a&scope=b", large)).ShouldHaveStatus(200);
    }

    [DatabaseTheory]
    [InlineData("", 0)]
    [InlineData("{\"a\":1,}", 7)]
    [InlineData("1 2", 2)]
    [InlineData("[\"\\u0000\"]", 2)]
    [InlineData("\"\\ud800\"", 1)]
    public async Task A_value_that_cannot_be_stored_is_refused_with_its_place(string body, int offset)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var answer = await api.SendAsync("PUT", $"{Keys}/a", body);

        answer.ShouldBeProblem(400, "bad_json");
        answer.Json["position"]!["byte"]!.GetValue<int>().ShouldBe(offset);
        answer.Json["position"]!["line"]!.GetValue<int>().ShouldBe(1);
        answer.Json["position"]!["column"]!.GetValue<int>().ShouldBe(offset + 1);
    }

    [DatabaseFact]
    public async Task A_number_that_only_the_database_refuses_is_the_callers_fault_too()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("PUT", $"{Keys}/a", "1e999999")).ShouldBeProblem(400, "value_refused");
    }
}
