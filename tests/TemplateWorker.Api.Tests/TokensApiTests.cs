using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class TokensApiTests
{
    private const string Tenant = "/v1/tenants/guild/1";
    private const string New = """{"name":"ci","role":"tenant","tenant":"guild:1"}""";

    [DatabaseFact]
    public async Task A_token_is_shown_once_and_works_at_once()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var created = (await api.SendAsync("POST", "/v1/tokens", """{"name":"ci","role":"tenant","tenant":"guild:1","expires_in":"24h"}""")).ShouldHaveStatus(201);

        var token = created.Json["token"]!.GetValue<string>();
        var issued = created.Json["issued"]!;
        token.ShouldStartWith(issued["prefix"]!.GetValue<string>() + "_");
        (issued["name"]!.GetValue<string>(), issued["role"]!.GetValue<string>(), issued["tenant"]!.GetValue<string>(), issued["state"]!.GetValue<string>())
            .ShouldBe(("ci", "tenant", "guild:1", "valid"));
        (await SendAsync(api, token, "PUT", $"{Tenant}/kv/a", "1")).ShouldHaveStatus(200);
        (await SendAsync(api, token, "GET", "/v1/tenants/guild/2/state")).ShouldBeProblem(403, "forbidden");
        var listed = (await api.SendAsync("GET", "/v1/tokens")).ShouldHaveStatus(200);
        listed.Json["items"]!.AsArray().ShouldHaveSingleItem()!["prefix"]!.GetValue<string>().ShouldBe(issued["prefix"]!.GetValue<string>());
        listed.Text.ShouldNotContain(token);
        api.Loggers.Lines.ShouldAllBe(line => !line.Contains(token));
    }

    [DatabaseFact]
    public async Task A_revoked_token_is_refused_at_once()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var (token, prefix) = await IssueAsync(api, New);
        (await SendAsync(api, token, "GET", $"{Tenant}/state")).ShouldHaveStatus(200);

        (await api.SendAsync("DELETE", $"/v1/tokens/{prefix}")).ShouldHaveStatus(204);

        var refused = await SendAsync(api, token, "GET", $"{Tenant}/state");
        refused.ShouldBeProblem(401, "unauthorized");
        refused.Detail.ShouldBe("The token is unknown, expired or revoked.");
        (await api.SendAsync("DELETE", $"/v1/tokens/{prefix}")).ShouldHaveStatus(204);
        (await api.SendAsync("DELETE", "/v1/tokens/tw_aaaaaaaaaa")).ShouldBeProblem(404, "unknown_token");
        (await api.SendAsync("DELETE", "/v1/tokens/root")).ShouldBeProblem(404, "unknown_token");
        (await api.SendAsync("GET", "/v1/tokens")).Json["items"]![0]!["state"]!.GetValue<string>().ShouldBe("revoked");
    }

    [DatabaseFact]
    public async Task A_rotated_token_works_beside_its_successor_until_the_overlap_is_over()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var (old, prefix) = await IssueAsync(api, New);

        var rotated = (await api.SendAsync("POST", $"/v1/tokens/{prefix}/rotate", """{"overlap":"5m"}""")).ShouldHaveStatus(201);

        var successor = rotated.Json["token"]!.GetValue<string>();
        rotated.Json["issued"]!["name"]!.GetValue<string>().ShouldBe("ci");
        foreach (var token in (string[])[old, successor])
        {
            (await SendAsync(api, token, "GET", $"{Tenant}/state")).ShouldHaveStatus(200);
        }

        api.Time.Advance(TimeSpan.FromMinutes(6));
        (await SendAsync(api, old, "GET", $"{Tenant}/state")).ShouldBeProblem(401, "unauthorized");
        (await SendAsync(api, successor, "GET", $"{Tenant}/state")).ShouldHaveStatus(200);
        (await api.SendAsync("DELETE", $"/v1/tokens/{prefix}")).ShouldHaveStatus(204);
        (await api.SendAsync("POST", $"/v1/tokens/{prefix}/rotate", "{}")).ShouldBeProblem(409, "token_ended");
        (await api.SendAsync("POST", "/v1/tokens/tw_aaaaaaaaaa/rotate", "{}")).ShouldBeProblem(404, "unknown_token");
    }

    [DatabaseFact]
    public async Task An_expired_token_is_refused_without_a_look_at_the_database()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var (token, _) = await IssueAsync(api, """{"name":"ci","role":"operator","expires_in":"1m"}""");
        (await SendAsync(api, token, "GET", $"{Tenant}/state")).ShouldHaveStatus(200);

        api.Time.Advance(TimeSpan.FromMinutes(2));

        (await SendAsync(api, token, "GET", $"{Tenant}/state")).ShouldBeProblem(401, "unauthorized");
    }

    [DatabaseFact]
    public async Task Tokens_of_a_tenant_are_issued_and_listed_under_its_path()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var (token, _) = await IssueAsync(api, """{"name":"own"}""", $"{Tenant}/tokens");
        await IssueAsync(api, """{"name":"reader","role":"tenant-read"}""", $"{Tenant}/tokens");
        await IssueAsync(api, """{"name":"other"}""", "/v1/tenants/guild/2/tokens");

        Names(await api.SendAsync("GET", $"{Tenant}/tokens")).ShouldBe(["own", "reader"], ignoreOrder: true);
        Names(await api.SendAsync("GET", "/v1/tokens?tenant=guild:2")).ShouldBe(["other"]);
        Names(await api.SendAsync("GET", "/v1/tokens")).Count.ShouldBe(3);
        (await SendAsync(api, token, "GET", $"{Tenant}/tokens")).ShouldBeProblem(403, "forbidden");
        var first = await api.SendAsync("GET", "/v1/tokens?limit=2");
        Names(await api.SendAsync("GET", $"/v1/tokens?limit=2&after={first.Json["next_after"]}")).Count.ShouldBe(1);
    }

    [DatabaseTheory]
    [InlineData("{}", "name", "name must be a text, but is missing.")]
    [InlineData("""{"name":"a b","role":"admin"}""", "name", "name must be 1 to 64 letters, digits, '.', '_' or '-', was 'a b'.")]
    [InlineData("""{"name":"a"}""", "role", "role must be one of admin, operator, tenant, tenant-read, but is missing.")]
    [InlineData("""{"name":"a","role":"root"}""", "role", "role must be one of admin, operator, tenant, tenant-read, was 'root'.")]
    [InlineData("""{"name":"a","role":"tenant"}""", "tenant", "tenant must be there for the role tenant.")]
    [InlineData("""{"name":"a","role":"admin","tenant":"guild:1"}""", "tenant", "tenant must not be there for the role admin, which is valid for every tenant.")]
    [InlineData("""{"name":"a","role":"tenant","tenant":"guild"}""", "tenant", "tenant must be a tenant such as guild:1234, was 'guild'.")]
    [InlineData("""{"name":"a","role":"admin","expires_in":"1s"}""", "expires_in", "expires_in must be at least 1m, was 1s.")]
    [InlineData("""{"name":"a","role":"admin","expires_in":"soon"}""", "expires_in", "expires_in must be a duration such as 500ms, 10s, 1m30s or 24h, was 'soon'.")]
    public async Task A_token_that_breaks_a_rule_is_refused_with_the_rule(string body, string parameter, string detail)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var refused = await api.SendAsync("POST", "/v1/tokens", body);

        refused.ShouldBeProblem(400, "invalid_parameter");
        refused.Json["parameter"]!.GetValue<string>().ShouldBe(parameter);
        refused.Detail.ShouldBe(detail);
        (await api.Database.ReadAsync<long>("select count(*) from tokens")).ShouldBe(0);
    }

    [DatabaseTheory]
    [InlineData("POST", "/v1/tokens", """{"name":"a","role":"admin","days":1}""", "bad_json")]
    [InlineData("POST", "/v1/tokens?x=1", New, "invalid_parameter")]
    [InlineData("POST", $"{Tenant}/tokens", """{"name":"a","role":"admin"}""", "invalid_parameter")]
    [InlineData("POST", $"{Tenant}/tokens", """{"name":"a","tenant":"guild:2"}""", "invalid_parameter")]
    [InlineData("POST", "/v1/tokens/tw_aaaaaaaaaa/rotate", """{"overlap":"2161h"}""", "invalid_parameter")]
    [InlineData("POST", "/v1/tokens/tw_aaaaaaaaaa/rotate", """{"name":"a"}""", "bad_json")]
    [InlineData("GET", "/v1/tokens?after=x", null, "invalid_parameter")]
    [InlineData("GET", "/v1/tokens?limit=1001", null, "invalid_parameter")]
    [InlineData("GET", "/v1/tokens?tenant=x", null, "invalid_parameter")]
    [InlineData("GET", $"{Tenant}/tokens?tenant=guild:1", null, "invalid_parameter")]
    public async Task What_is_not_known_or_out_of_bounds_is_refused(string method, string path, string? body, string problem)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync(method, path, body)).ShouldBeProblem(400, problem);
    }

    [DatabaseFact]
    public async Task A_stream_ends_when_its_token_is_revoked()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var (token, prefix) = await IssueAsync(api, """{"name":"reader","role":"tenant-read"}""", $"{Tenant}/tokens");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Tenant}/actions/stream");
        request.Headers.Authorization = new("Bearer", token);
        using var stream = await api.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        stream.IsSuccessStatusCode.ShouldBeTrue();

        await api.SendAsync("DELETE", $"/v1/tokens/{prefix}");

        (await stream.Content.ReadAsStringAsync()).ShouldEndWith("event: end\ndata: {\"reason\":\"token_ended\"}\n\n");
    }

    private static async Task<(string Token, string Prefix)> IssueAsync(ApiServer api, string body, string path = "/v1/tokens")
    {
        var created = (await api.SendAsync("POST", path, body)).ShouldHaveStatus(201);
        return (created.Json["token"]!.GetValue<string>(), created.Json["issued"]!["prefix"]!.GetValue<string>());
    }

    private static Task<ApiAnswer> SendAsync(ApiServer api, string token, string method, string path, string? body = null) =>
        api.SendAsync(token, method, path, body, []);

    private static List<string> Names(ApiAnswer answer) =>
        [.. answer.ShouldHaveStatus(200).Json["items"]!.AsArray().Select(item => item!["name"]!.GetValue<string>())];
}
