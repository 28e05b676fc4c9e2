using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Templates;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class PolicyApiTests
{
    private const string Policy = "/v1/tenants/guild/1/templates/greeter/policy";

    [DatabaseFact]
    public async Task A_template_has_the_default_policy_until_it_gets_one_and_again_when_that_is_taken_away()
    {
        await using var api = await StartAsync();
        const string Default =
            """{"template":"greeter","own":false,"max_attempts":5,"backoff_base":"1s","backoff_cap":"1h","on_exhausted":"skip"}""";

        (await api.SendAsync("GET", Policy)).ShouldHaveStatus(200).Text.ShouldBe(Default);
        var put = await api.SendAsTenantAsync("PUT", Policy, """{"max_attempts":8,"backoff_base":"500ms","backoff_cap":"168h","on_exhausted":"park"}""");
        put.ShouldHaveStatus(200).Text.ShouldBe(
            """{"template":"greeter","own":true,"max_attempts":8,"backoff_base":"500ms","backoff_cap":"168h","on_exhausted":"park"}""");
        (await api.SendAsync("GET", Policy)).Text.ShouldBe(put.Text);
        (await api.Workers.Received.FirstAsync<TenantChanged>()).ShouldBe(new TenantChanged("guild:1"));
        (await api.SendAsync("PUT", Policy, "{}")).Text.ShouldBe(Default.Replace("false", "true", StringComparison.Ordinal));
        (await api.SendAsync("DELETE", Policy)).ShouldHaveStatus(204);
        (await api.SendAsync("DELETE", Policy)).ShouldHaveStatus(204);
        (await api.SendAsync("GET", Policy)).Text.ShouldBe(Default);
    }

    [DatabaseTheory]
    [InlineData("""{"max_attempts":0}""", "max_attempts", "max_attempts must be at least 1, was 0.")]
    [InlineData("""{"max_attempts":101}""", "max_attempts", "max_attempts must be at most 100, was 101.")]
    [InlineData("""{"backoff_base":"1ms"}""", "backoff_base", "backoff_base must be at least 10ms, was 1ms.")]
    [InlineData("""{"backoff_cap":"169h"}""", "backoff_cap", "backoff_cap must be at most 168h, was 169h.")]
    [InlineData("""{"backoff_cap":"60"}""", "backoff_cap", "backoff_cap must be a duration such as")]
    [InlineData("""{"backoff_base":"2h"}""", "backoff_base", "backoff_base must be at most the longest wait of all, 1h, was 2h.")]
    [InlineData("""{"backoff_base":"2s","backoff_cap":"1s"}""", "backoff_cap", "backoff_cap must be at least the wait before the second attempt, 2s, was 1s.")]
    [InlineData("""{"on_exhausted":"stop"}""", "on_exhausted", "on_exhausted must be one of skip, park, was 'stop'")]
    public async Task A_policy_out_of_bounds_is_refused_with_the_member_at_fault(string body, string parameter, string detail)
    {
        await using var api = await StartAsync();

        var answer = await api.SendAsync("PUT", Policy, body);

        answer.ShouldBeProblem(400, "invalid_parameter");
        ((string?)answer.Json["parameter"]).ShouldBe(parameter);
        answer.Detail.ShouldStartWith(detail);
    }

    [DatabaseFact]
    public async Task A_template_that_is_not_there_has_no_policy()
    {
        await using var api = await StartAsync();
        const string Missing = "/v1/tenants/guild/1/templates/other/policy";

        (await api.SendAsync("GET", Missing)).ShouldBeProblem(404, "unknown_template");
        (await api.SendAsync("PUT", Missing, "{}")).ShouldBeProblem(404, "unknown_template");
        (await api.SendAsync("DELETE", Missing)).ShouldBeProblem(404, "unknown_template");
        (await api.SendAsync("PUT", Policy, """{"attempts":5}""")).ShouldBeProblem(400, "bad_json");
    }

    private static async Task<ApiServer> StartAsync()
    {
        var api = await ApiServer.StartAsync();
        await new TemplateStore(api.Database.Database).PublishAsync(
            ApiServer.Tenant,
            new TemplateContent
            {
                Name = "greeter",
                Files = new Dictionary<string, string> { ["index.js"] = "on('hello', () => 1)" },
                SettingsJson = "{}",
                Subscriptions = ["hello"],
            },
            new TenantLimits(),
            CancellationToken.None);
        return api;
    }
}
