using Npgsql;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Tests.Support;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Runs.Tests.Committing;

public sealed class GroupCommitterTests
{
    private const string Writer = "on('go', () => { kv.set('a', 1); return 'written'; });";

    private static readonly TenantId Held = new("guild", "1");
    private static readonly TenantId Neighbour = new("guild", "2");

    [DatabaseFact]
    public async Task A_run_whose_row_another_session_holds_is_committed_when_the_row_is_free_without_being_repeated()
    {
        await using var fixture = await PublishedAsync();
        await using var outside = await HoldAsync(fixture);

        var held = fixture.RunAsync(Held, "go");
        (await fixture.RunAsync(Neighbour, "go")).Failure.ShouldBeNull("no other tenant waits for the one that is blocked");
        held.IsCompleted.ShouldBeFalse();
        await outside.CloseAsync();

        var report = await held;
        report.ResultJson.ShouldBe("\"written\"");
        report.Repeats.ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_call_whose_row_stays_held_is_refused_in_words_and_the_neighbours_go_on()
    {
        await using var fixture = await PublishedAsync();
        await using var outside = await HoldAsync(fixture);

        var refused = (await fixture.SendAsync(Held, "go")).ShouldBeOfType<EventOutcome.Refused>();

        refused.Reason.ShouldBe(EventRefusal.StorageUnavailable);
        refused.Message.ShouldContain("holds a row or lock of this tenant");
        (await fixture.RunAsync(Neighbour, "go")).Failure.ShouldBeNull();
    }

    [DatabaseFact]
    public async Task An_error_that_is_not_the_databases_fails_the_group_and_not_the_worker()
    {
        await using var fixture = await RuntimeFixture.CreateAsync(committing: async test =>
        {
            var closed = await test.OpenAsync();
            await closed.DisposeAsync();
            return closed;
        });
        await fixture.PublishAsync(Held, "t", Writer, "go");

        var refused = (await fixture.SendAsync(Held, "go")).ShouldBeOfType<EventOutcome.Refused>();

        refused.Message.ShouldContain("failed inside");
    }

    private static async Task<RuntimeFixture> PublishedAsync()
    {
        var fixture = await RuntimeFixture.CreateAsync();
        await fixture.PublishAsync(Held, "t", Writer, "go");
        await fixture.PublishAsync(Neighbour, "t", Writer, "go");
        (await fixture.RunAsync(Held, "go")).Failure.ShouldBeNull();
        return fixture;
    }

    private static async Task<NpgsqlConnection> HoldAsync(RuntimeFixture fixture)
    {
        var connection = await fixture.Test.ConnectAsync();
        await using var hold = new NpgsqlCommand("begin; update tenant_kv set value = '2' where owner_id = '1'", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }
}
