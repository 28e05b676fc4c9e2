using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

public sealed class StateApiTests
{
    private const string Tenant = "/v1/tenants/guild/1";

    [DatabaseFact]
    public async Task A_tenant_nobody_has_heard_of_has_an_empty_state()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("GET", $"{Tenant}/state")).ShouldHaveStatus(200).Text.ShouldBe("""{"data":{},"events":[],"banned":false}""");
    }

    [DatabaseFact]
    public async Task Data_that_are_put_are_got()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        var put = await api.SendAsync("PUT", $"{Tenant}/state", """{"data":[1]}""");

        put.ShouldHaveStatus(200).Text.ShouldBe("""{"data":[1],"events":[],"banned":false}""");
        (await api.SendAsync("GET", $"{Tenant}/state")).Text.ShouldBe(put.Text);
    }

    [DatabaseTheory]
    [InlineData("{}", "invalid_parameter")]
    [InlineData("""{"data":1,"events":[]}""", "bad_json")]
    [InlineData("""{"data":"\u0000"}""", "bad_json")]
    [InlineData("[1]", "bad_json")]
    public async Task Another_body_is_refused(string body, string problem)
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        (await api.SendAsync("PUT", $"{Tenant}/state", body)).ShouldBeProblem(400, problem);
    }

    [DatabaseFact]
    public async Task Data_over_the_limit_of_a_value_are_too_large()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync(options => options with
        {
            Limits = new LimitOptions { Default = new TenantLimits { ValueBytes = 1_024 } },
        });

        (await api.SendAsync("PUT", $"{Tenant}/state", $$"""{"data":"{{new string('x', 1_022)}}"}""")).ShouldHaveStatus(200);
        (await api.SendAsync("PUT", $"{Tenant}/state", $$"""{"data":"{{new string('x', 1_023)}}"}""")).ShouldBeProblem(413, "body_too_large");
        (await api.SendAsync("PUT", $"{Tenant}/state", $$"""{"data":"{{new string('x', 9_000)}}"}""")).ShouldBeProblem(413, "body_too_large");
    }

    [DatabaseFact]
    public async Task A_ban_is_stored_and_the_worker_told()
    {
        await using var api = await ApiServer.StartAsync();

        (await api.SendAsync("POST", $"{Tenant}/ban")).ShouldHaveStatus(200).Text.ShouldBe("""{"tenant":"guild:1","banned":true}""");

        (await api.SendAsync("GET", $"{Tenant}/state")).Json["banned"]!.GetValue<bool>().ShouldBeTrue();
        (await api.Workers.Received.FirstAsync<DropTenant>()).Tenant.ShouldBe("guild:1");
        api.Workers.Received.All.OfType<TenantChanged>().ShouldContain(new TenantChanged("guild:1"));

        (await api.SendAsync("POST", $"{Tenant}/unban")).ShouldHaveStatus(200).Text.ShouldBe("""{"tenant":"guild:1","banned":false}""");
        (await api.SendAsync("GET", $"{Tenant}/state")).Json["banned"]!.GetValue<bool>().ShouldBeFalse();
        api.Loggers.Lines.ShouldContain(line => line.Contains("guild:1 is banned now, by root"));
    }
}
