using System.Net;
using System.Net.Http.Json;
using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Operation;

/// <summary>A tenant is moved to another database, as an operator does it.</summary>
public sealed class TenantCopyTests
{
    [DatabaseFact]
    public async Task A_tenant_is_moved_to_another_database_with_what_waits_and_runs_there()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await using var from = await RunningSupervisor.StartAsync(source);
        await using var to = await RunningSupervisor.StartAsync(target);
        using var folder = OperatorFolder.Create();
        var file = Path.Combine(folder.Path, "shop.ndjson");
        await from.PublishAsync("shop:1", "counter", "on('order', event => kv.set('orders', [...(kv.get('orders') ?? []), event.data.n]));");
        await from.RunAsync("shop:1", "order", new { n = 1 });
        (await CommandRun.OfAsync(source, "lanes", "pause", "shop:1", "--all")).ExitCode.ShouldBe(0);
        for (var n = 2; n <= 4; n++)
        {
            using var stored = await from.Client.PostAsJsonAsync("/v1/tenants/shop/1/events", new { name = "order", data = new { n } });
            stored.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }

        var exported = await CommandRun.OfAsync(source, "tenants", "export", "shop:1", file, "--json");
        var imported = await CommandRun.OfAsync(target, "tenants", "import", file);
        var deleted = await CommandRun.OfAsync(source, "tenants", "delete", "shop:1", "--yes");
        var resumed = await CommandRun.OfAsync(target, "lanes", "resume", "shop:1", "--all");

        exported.ExitCode.ShouldBe(0, exported.Output);
        exported.Json["rows"]!["deliveries"]!.GetValue<long>().ShouldBe(3);
        imported.ExitCode.ShouldBe(0, imported.Output);
        imported.Output.ShouldContain("shop:1 imported");
        deleted.ExitCode.ShouldBe(0, deleted.Output);
        deleted.Output.ShouldContain("shop:1 deleted");
        resumed.ExitCode.ShouldBe(0, resumed.Output);
        await Eventually.HoldsAsync(
            async () => await target.ReadAsync<string>("select value::text from tenant_kv where key = 'orders'") == "[1, 2, 3, 4]", () => to.Process.Output);
        (await source.ReadTextsAsync("select key from tenant_kv union all select name from templates union all select event from deliveries")).ShouldBeEmpty();
        (await source.ReadTextsAsync("select action from audit_log where action like 'tenants.%' order by id")).ShouldBe(["tenants.export", "tenants.delete"]);
    }

    [DatabaseFact]
    public async Task A_deletion_without_confirmation_and_an_export_of_nothing_say_so()
    {
        await using var database = await TestDatabase.CreateAsync();

        var refused = await CommandRun.OfAsync(database, "tenants", "delete", "shop:1");
        var nothing = await CommandRun.OfAsync(database, "tenants", "delete", "shop:1", "--yes");

        refused.ExitCode.ShouldBe(2, refused.Output);
        refused.Output.ShouldContain("tenants delete needs --yes");
        nothing.ExitCode.ShouldBe(0, nothing.Output);
        nothing.Output.ShouldContain("shop:1 has nothing");
    }
}
