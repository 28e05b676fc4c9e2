using TemplateWorker.Api.Tests.Support;
using TemplateWorker.Console.Tests.Support;
using TemplateWorker.Storage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests;

public sealed class DeadLetterTests
{
    private const string Tenant = "/console/tenants/guild%3A1";
    private const string Letters = $"{Tenant}/dead-letters";

    [DatabaseFact]
    public async Task They_are_grouped_by_cause_with_most_first()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        await SampleData.FillAsync(server.Api.Database);
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);

        var page = (await visitor.GetAsync(Letters)).ShouldHaveStatus(200).Text;

        page.Split("<section").Length.ShouldBe(3);
        page.ShouldContain("Replay all 12");
        page.ShouldContain("Replay all 3");
        page.IndexOf("Replay all 12", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf("Replay all 3", StringComparison.Ordinal));
    }

    [DatabaseFact]
    public async Task One_is_shown_with_its_payload_and_every_attempt()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        await SampleData.FillAsync(server.Api.Database);
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);

        var page = (await visitor.GetAsync($"{Tenant}/deliveries/7")).ShouldHaveStatus(200).Text;

        page.ShouldContain("Attempt 5");
        page.ShouldContain("at greet (index.js:12:7)");
        page.ShouldContain("&quot;name&quot;: &quot;Ada&quot;");
        (await visitor.GetAsync($"{Tenant}/deliveries/99")).ShouldHaveStatus(404).Text.ShouldContain("has no delivery 99");
        (await visitor.GetAsync($"{Tenant}/deliveries/x")).ShouldHaveStatus(400);
    }

    [DatabaseFact]
    public async Task Selected_ones_are_replayed_once_that_was_confirmed()
    {
        await using var server = await ConsoleServer.StartAsync();
        await SampleData.FillAsync(server.Api.Database);
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);
        await visitor.GetAsync(Letters);

        var asked = await visitor.PostAsync($"{Letters}/confirm", ("change", "replay"), ("id", "3"), ("id", "14"), ("id", "99"));
        asked.ShouldHaveStatus(200).Text.ShouldContain("2 dead letters will be tried again");
        asked.Text.ShouldContain("1 dead letter that was selected is gone");
        (await CountAsync(server, "dead_letters")).ShouldBe(15);
        var done = await visitor.PostAsync($"{Letters}/change", ("change", "replay"), ("id", "3"), ("id", "14"));

        done.Status.ShouldBe(303, done.Text);
        (await visitor.GetAsync(done.Headers["Location"])).Text.ShouldContain("2 dead letters are tried again.");
        (await CountAsync(server, "dead_letters")).ShouldBe(13);
        (await CountAsync(server, "deliveries")).ShouldBe(2);
        server.Api.Loggers.Lines.ShouldContain(line => line.Contains("one replayed 2 deliveries of guild:1", StringComparison.Ordinal));
    }

    [DatabaseFact]
    public async Task Those_that_the_queue_has_no_room_for_stay_and_the_page_says_so()
    {
        await using var server = await ConsoleServer.StartAsync(options => options with
        {
            Limits = new LimitOptions { Default = new TenantLimits { QueuedDeliveries = 1 } },
        });
        await SampleData.FillAsync(server.Api.Database);
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);
        await visitor.GetAsync(Letters);

        var done = await visitor.PostAsync($"{Letters}/change", ("change", "replay"), ("id", "1"), ("id", "2"));

        (await visitor.GetAsync(done.Headers["Location"])).Text.ShouldContain("1 dead letter is tried again. The others stay");
    }

    [DatabaseFact]
    public async Task Dropped_ones_are_gone_and_only_dead_letters_are_dropped()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        await SampleData.FillAsync(server.Api.Database);
        using var visitor = await server.LogInAsync(ApiServer.AdminToken);
        await visitor.GetAsync(Letters);

        (await visitor.PostAsync($"{Letters}/confirm", ("change", "drop"), ("id", "1"))).Text.ShouldContain("This cannot be undone.");
        var done = await visitor.PostAsync($"{Letters}/change", ("change", "drop"), ("id", "1"));

        (await visitor.GetAsync(done.Headers["Location"])).Text.ShouldContain("1 dead letter was dropped.");
        (await CountAsync(server, "dead_letters")).ShouldBe(14);
        (await visitor.PostAsync($"{Letters}/change", ("change", "drop"))).ShouldHaveStatus(400).Text.ShouldContain("No dead letter was selected");
    }

    [DatabaseFact]
    public async Task Another_tenants_dead_letter_is_not_touched_by_its_id()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        await SampleData.FillAsync(server.Api.Database);
        await server.Api.Database.ExecuteAsync("update dead_letters set owner_id = '2' where id = 4");
        using var visitor = await server.LogInAsync(ApiServer.TenantToken);
        await visitor.GetAsync(Letters);

        await visitor.PostAsync($"{Letters}/change", ("change", "drop"), ("id", "4"));

        (await CountAsync(server, "dead_letters")).ShouldBe(15);
        (await visitor.GetAsync($"{Tenant}/deliveries/4")).ShouldHaveStatus(404);
    }

    private static Task<int> CountAsync(ConsoleServer server, string table) => server.Api.Database.ReadAsync<int>($"select count(*)::int from {table}")!;
}
