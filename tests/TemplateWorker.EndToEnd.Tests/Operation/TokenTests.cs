using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

public sealed class TokenTests
{
    private const string State = "/v1/tenants/guild/1/state";

    /// <summary>What is promised of a change, on every supervisor.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(1);

    [DatabaseFact]
    public async Task A_token_is_issued_replaced_and_revoked_on_every_supervisor_within_a_second_and_without_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var one = await RunningSupervisor.StartAsync(database);
        await using var other = await RunningSupervisor.StartAsync(database);
        using var folder = OperatorFolder.Create();

        var issued = await RunAsync(folder, database, "tokens", "create", "shop", "--role", "tenant-read", "--tenant", "guild:1", "--json");
        var (token, prefix) = ((string)issued["token"]!, (string)issued["issued"]!["prefix"]!);
        await ShouldAnswerAsync(HttpStatusCode.OK, token, one, other);
        using (var refused = await SendAsync(one, token, HttpMethod.Post, "/v1/tenants/guild/1/pause"))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var rotated = await one.Client.PostAsJsonAsync($"/v1/tokens/{prefix}/rotate", new { overlap = "1h" });
        var successor = JsonNode.Parse(await rotated.Content.ReadAsStringAsync())!["token"]!.GetValue<string>();
        await ShouldAnswerAsync(HttpStatusCode.OK, successor, one, other);
        await ShouldAnswerAsync(HttpStatusCode.OK, token, one, other);

        using var revoked = await one.Client.DeleteAsync($"/v1/tokens/{prefix}");
        revoked.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ShouldAnswerAsync(HttpStatusCode.Unauthorized, token, one, other);
        await ShouldAnswerAsync(HttpStatusCode.OK, successor, one, other);

        var audited = await RunAsync(folder, database, "audit", "list", "--tenant", "guild:1", "--json");
        audited["items"]!.AsArray().Select(line => (string)line!["action"]!).ShouldBe(["tokens.revoke", "tokens.rotate", "tokens.create"]);
        var everything = audited.ToJsonString() + one.Process.Output + other.Process.Output;
        everything.ShouldNotContain(token[14..]);
        everything.ShouldNotContain(successor[14..]);
    }

    [DatabaseFact]
    public async Task A_token_of_the_database_is_valid_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var folder = OperatorFolder.Create();
        var token = (string)(await RunAsync(folder, database, "tokens", "create", "ops", "--role", "operator", "--json"))["token"]!;

        await using var supervisor = await RunningSupervisor.StartAsync(database);

        using var answer = await SendAsync(supervisor, token, HttpMethod.Get, "/v1/workers");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task ShouldAnswerAsync(HttpStatusCode expected, string token, params RunningSupervisor[] supervisors)
    {
        foreach (var supervisor in supervisors)
        {
            (await Eventually.IsWithinAsync(Promised, async () =>
            {
                using var answer = await SendAsync(supervisor, token, HttpMethod.Get, State);
                return answer.StatusCode == expected;
            })).ShouldBeTrue($"not {expected} within {Promised}: {supervisor.Process.Output}");
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningSupervisor supervisor, string token, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await supervisor.Client.SendAsync(request);
    }

    private static async Task<JsonNode> RunAsync(OperatorFolder folder, TestDatabase database, params string[] arguments)
    {
        await using var process = RunningProcess.Start([.. arguments, "--config", folder.WriteConfig(database)]);
        (await process.ExitCodeAsync()).ShouldBe(0, process.Output);
        return JsonNode.Parse(process.Output)!;
    }
}
