using Npgsql;
using TemplateWorker.Storage.Accepting;
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
    public async Task An_event_beyond_the_queue_limit_of_its_tenant_is_refused_and_nothing_of_it_is_stored()
    {
        await using var world = await LaneWorld.CreateAsync();
        await LimitAsync(world, 100, (Guild, 5));
        await EmitAsync(world, "message", times: 2);

        // Four deliveries wait; the event would make two.
        var exception = await Should.ThrowAsync<PostgresException>(() => EmitAsync(world, "message"));

        exception.SqlState.ShouldBe("53400");
        exception.MessageText.ShouldBe(
            "template_worker_emit: the tenant guild:1 has 4 deliveries waiting, and at most 5 may (limits.queued_deliveries); emit again when some have run");
        (await world.CountAsync("deliveries")).ShouldBe(4);
        await EmitAsync(world, "join");
        (await world.CountAsync("deliveries")).ShouldBe(5);
        await world.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message')");
        await world.Test.ExecuteAsync("delete from deliveries where owner_id = '1'");
        await EmitAsync(world, "message");
    }

    [DatabaseFact]
    public async Task Delayed_deliveries_count_and_dead_letters_do_not()
    {
        await using var world = await LaneWorld.CreateAsync();
        await LimitAsync(world, 3);
        await world.StoreAsync(Event(Guild) with { Delay = TimeSpan.FromHours(1) });
        await world.Test.ExecuteAsync("""
            insert into dead_letters (owner_type, owner_id, id, template, event_id, event, data, attempt, deaths, hops, accepted_at, reason, message)
            select 'guild', '1', -n, 'a', md5(n::text)::uuid, 'message', '1', 1, 0, 0, now(), 'Error', 'no' from generate_series(1, 10) n
            """);

        await EmitAsync(world, "join");

        (await Should.ThrowAsync<PostgresException>(() => EmitAsync(world, "join"))).SqlState.ShouldBe("53400");
    }

    [DatabaseFact]
    public async Task One_transaction_that_emits_many_events_ends_at_the_limit_and_counts_a_few_times()
    {
        const int Limit = 2_000;
        await using var world = await LaneWorld.CreateAsync();
        await LimitAsync(world, Limit);
        await using var connection = await world.Test.ConnectAsync();
        await using var emit = new NpgsqlCommand("select template_worker_emit('guild', '2', 'message') from generate_series(1, @events)", connection);
        emit.Parameters.AddWithValue("events", Limit);

        await emit.ExecuteNonQueryAsync();

        (await world.CountAsync("deliveries")).ShouldBe(Limit);
        emit.Parameters[0].Value = 1;
        (await Should.ThrowAsync<PostgresException>(emit.ExecuteNonQueryAsync())).SqlState.ShouldBe("53400");
        await connection.CloseAsync();
        await Waiting.UntilAsync(async () => await ReadInLanesAsync(world) > 0, "the end of the session that emitted");

        // A count at each event would have read two million.
        (await ReadInLanesAsync(world)).ShouldBeLessThan(20 * Limit);
    }

    [DatabaseFact]
    public async Task While_a_snapshot_keeps_dead_rows_a_session_walks_over_them_once()
    {
        const int Dead = 5_000;
        await using var world = await LaneWorld.CreateAsync();
        await using var holder = await world.Test.ConnectAsync();
        await using var snapshot = await holder.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var look = new NpgsqlCommand("select from slots limit 1", holder))
        {
            await look.ExecuteNonQueryAsync();
        }

        await world.Test.ExecuteAsync($"""
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            select 1, 'guild', '2', 'a', md5(n::text)::uuid, 'message', '1' from generate_series(1, {Dead}) n;
            delete from deliveries
            """);
        await LimitAsync(world, 2);
        await using (var connection = await world.Test.ConnectAsync())
        {
            for (var time = 0; time < 20; time++)
            {
                await using var emit = new NpgsqlCommand("select template_worker_emit('guild', '2', 'message')", connection);
                await emit.ExecuteNonQueryAsync();
                await world.Test.ExecuteAsync("delete from deliveries where id < (select max(id) from deliveries)");
            }
        }

        await Waiting.UntilAsync(async () => await ReadInLanesAsync(world) > 0, "the end of the session that emitted");
        (await ReadInLanesAsync(world)).ShouldBeLessThan(2 * Dead);
    }

    [DatabaseFact]
    public async Task What_was_rolled_back_takes_no_room()
    {
        await using var world = await LaneWorld.CreateAsync();
        await LimitAsync(world, 40);
        await using var connection = await world.Test.ConnectAsync();
        for (var time = 0; time < 3; time++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var emit = new NpgsqlCommand("select template_worker_emit('guild', '2', 'message') from generate_series(1, 30)", connection, transaction);
            await emit.ExecuteNonQueryAsync();
            await transaction.RollbackAsync();
        }

        await using var last = new NpgsqlCommand("select template_worker_emit('guild', '2', 'message') from generate_series(1, 40)", connection);
        await last.ExecuteNonQueryAsync();
        (await world.CountAsync("deliveries")).ShouldBe(40);
    }

    [DatabaseFact]
    public async Task The_limits_are_those_of_the_supervisor_that_started_last_and_10000_before_any_has()
    {
        await using var world = await LaneWorld.CreateAsync();
        await world.Test.ExecuteAsync("""
            insert into deliveries (slot, owner_type, owner_id, template, event_id, event, data)
            select 1, 'guild', '2', 'a', md5(n::text)::uuid, 'message', '1' from generate_series(1, 9999) n
            """);
        await world.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message')");
        (await Should.ThrowAsync<PostgresException>(() => world.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message')"))).SqlState.ShouldBe("53400");

        await LimitAsync(world, 10_001, (Guild, 3));
        await world.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message')");
        await LimitAsync(world, 20_000, (Other, 10_002));
        await world.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message')");

        (await Should.ThrowAsync<PostgresException>(() => world.Test.ExecuteAsync("select template_worker_emit('guild', '2', 'message')"))).SqlState.ShouldBe("53400");
        (await world.Test.ReadTextsAsync("select concat_ws(' ', owner_id, queued_deliveries) from queue_limits order by 1")).ShouldBe([" 20000", "2 10002"]);
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

    private static Task<long> ReadInLanesAsync(LaneWorld world) =>
        world.Test.ReadAsync<long>("select idx_tup_read from pg_stat_user_indexes where indexrelname = 'deliveries_lane'");

    private static async Task EmitAsync(LaneWorld world, string name, int times = 1)
    {
        for (var time = 0; time < times; time++)
        {
            await world.Test.ExecuteAsync($"select template_worker_emit('guild', '1', '{name}')");
        }
    }

    private static Task LimitAsync(LaneWorld world, int most, params (TenantId Tenant, int Most)[] own) => new QueueLimitStore(world.Database).WriteAsync(
        new LimitOptions
        {
            Default = new TenantLimits { QueuedDeliveries = most },
            Tenants = own.ToDictionary(limit => limit.Tenant, limit => new TenantLimits { QueuedDeliveries = limit.Most }),
        },
        CancellationToken.None);
}
