using System.Diagnostics;
using System.Text.Json.Nodes;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

public sealed class HealthAddressTests
{
    [DatabaseFact]
    public async Task The_command_of_the_image_finds_the_health_at_the_address_that_its_environment_sets()
    {
        await using var database = await TestDatabase.CreateAsync();
        var environment = new Dictionary<string, string> { ["TEMPLATE_WORKER__ADDRS__HEALTH"] = "127.0.0.1:0" };
        await using var supervisor = await RunningSupervisor.StartAsync(database, "", environment);
        var line = await supervisor.Process.LineAsync("Health checks on");
        var address = new Uri(JsonNode.Parse(line)!["Properties"]!["Address"]!.GetValue<string>());

        using var check = Process.Start(RepositoryFiles.PathOf("deploy/docker/healthcheck"), [$"{address.Port}"]);
        await check.WaitForExitAsync();

        check.ExitCode.ShouldBe(0);
    }
}
