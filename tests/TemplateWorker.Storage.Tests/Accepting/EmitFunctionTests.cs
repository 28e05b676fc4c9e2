using Npgsql;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Accepting;

public sealed class EmitFunctionTests
{
    [DatabaseFact]
    public async Task Other_programs_store_an_event_for_the_subscribers_and_get_its_id()
    {
        await using var world = await LaneWorld.CreateAsync();

        var id = await world.Test.ReadAsync<Guid>("""select template_worker_emit('guild', '1', 'message', '{"n":7}')""");

        (await world.Test.ReadTextsAsync($"""
            select concat_ws(' ', slot, owner_id, template, event, data ->> 'n', attempt, hops) from deliveries where event_id = '{id}' order by id
            """)).ShouldBe([$"{Guild.Slot} 1 a message 7 0 0", $"{Guild.Slot} 1 b message 7 0 0"]);
    }

    [DatabaseFact]
    public async Task An_event_without_data_carries_null()
    {
        await using var world = await LaneWorld.CreateAsync();

        await world.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message')");

        (await world.Test.ReadAsync<string>("select data::text from deliveries")).ShouldBe("null");
    }

    [DatabaseFact]
    public async Task An_event_that_nobody_subscribes_to_stores_nothing_and_wakes_nobody()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var listener = await WakeListener.StartAsync(world.Test);

        (await world.Test.ReadAsync<Guid>("select template_worker_emit('guild', '2', 'unheard')")).ShouldNotBe(Guid.Empty);

        (await world.CountAsync("deliveries")).ShouldBe(0);
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
    }

    [DatabaseFact]
    public async Task The_event_commits_with_the_callers_transaction_and_is_heard_of_then()
    {
        await using var world = await LaneWorld.CreateAsync();
        await using var listener = await WakeListener.StartAsync(world.Test);
        await using var connection = await world.Test.ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var emit = new NpgsqlCommand("select template_worker_emit('guild', '1', 'message')", connection, transaction);
            await emit.ExecuteNonQueryAsync();
            await transaction.RollbackAsync();
        }

        (await world.CountAsync("deliveries")).ShouldBe(0);
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
        await world.Test.ExecuteAsync("begin; select template_worker_emit('guild', '1', 'message'), template_worker_emit('guild', '1', 'join'); commit");

        (await listener.NextAsync()).ShouldBe($"{Guild.Slot}");
        (await listener.IsQuietAsync(world.Test)).ShouldBeTrue();
        (await world.CountAsync("deliveries")).ShouldBe(3);
    }

    [DatabaseTheory]
    [InlineData("null, '1', 'message'", "owner_type must be 1 to 128 bytes without control characters and colons, was NULL")]
    [InlineData("'gui:ld', '1', 'message'", "owner_type must be 1 to 128 bytes without control characters and colons, was 'gui:ld'")]
    [InlineData("'guild', '', 'message'", "owner_id must be 1 to 128 bytes without control characters, was ''")]
    [InlineData("'guild', repeat('x', 129), 'message'", "owner_id must be 1 to 128 bytes")]
    [InlineData("'guild', '1', E'mess\\nage'", "name must be 1 to 128 characters without control characters")]
    [InlineData("'guild', '1', repeat('x', 129)", "name must be 1 to 128 characters")]
    [InlineData("'guild', '1', 'message', null", "data must be JSON of at most 8388608 bytes (to emit nothing, pass 'null'::jsonb)")]
    public async Task What_cannot_be_an_event_is_refused_with_a_reason(string arguments, string message)
    {
        await using var world = await LaneWorld.CreateAsync();

        var exception = await Should.ThrowAsync<PostgresException>(() => world.Test.ExecuteAsync($"select template_worker_emit({arguments})"));

        exception.SqlState.ShouldBe("22023");
        exception.MessageText.ShouldStartWith("template_worker_emit: ");
        exception.MessageText.ShouldContain(message);
        (await world.CountAsync("deliveries")).ShouldBe(0);
    }

    [DatabaseFact]
    public async Task A_banned_tenants_event_is_refused()
    {
        await using var world = await LaneWorld.CreateAsync();
        await new TenantStateStore(world.Database).SetBannedAsync(Guild, true, CancellationToken.None);

        var exception = await Should.ThrowAsync<PostgresException>(
            () => world.Test.ExecuteAsync("select template_worker_emit('guild', '1', 'message')"));

        exception.SqlState.ShouldBe("55000");
        exception.MessageText.ShouldBe("template_worker_emit: the tenant guild:1 is banned");
    }

    [DatabaseFact]
    public async Task The_slot_is_the_one_that_the_rest_of_the_program_computes()
    {
        await using var world = await LaneWorld.CreateAsync();
        foreach (var tenant in (TenantId[])[Guild, Other, new("ünï", "ço:dé"), new("a", new string('z', 128))])
        {
            (await world.Test.ReadAsync<short>($"select template_worker_slot('{tenant.OwnerType}', '{tenant.OwnerId}')")).ShouldBe((short)tenant.Slot);
        }
    }
}
