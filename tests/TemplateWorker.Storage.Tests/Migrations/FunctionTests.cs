using Npgsql;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Migrations;

/// <summary>Functions of the schema, called from sessions that are not ours.</summary>
public sealed class FunctionTests
{
    private const string Emit = "select public.template_worker_emit('shop', '17', 'order.created', '{\"id\": 4711}')";

    private const string Subscribe = """
        with version as (
            insert into public.template_versions (owner_type, owner_id, name, version, files, settings, subscriptions, checksum)
            values ('shop', '17', 'a', 1, '{}', '{}', '{order.created}', decode(repeat('00', 32), 'hex'))
        )
        insert into public.templates (owner_type, owner_id, name, active_version, last_version) values ('shop', '17', 'a', 1, 1)
        """;

    // Tables of another program with our names, which come first in the path.
    private const string HostilePath = """
        create schema shop;
        create table shop.template_subscriptions (owner_type text, owner_id text, event text, template text);
        create table shop.tenant_state (owner_type text, owner_id text, banned boolean);
        create table shop.deliveries (id int);
        create function shop.template_worker_slot(text, text) returns smallint language sql as 'select 1::smallint';
        set search_path = shop, public;
        """;

    [DatabaseTheory]
    [InlineData("")]
    [InlineData("set search_path = pg_catalog;")]
    [InlineData(HostilePath)]
    [InlineData("create temporary table template_subscriptions (owner_type text, owner_id text, event text, template text);")]
    [InlineData("create temporary table deliveries (id int);")]
    public async Task An_event_is_stored_from_any_search_path(string path)
    {
        await using var test = await TestDatabase.CreateAsync();
        await PublishAsync(test);

        await test.ExecuteAsync($"{path} {Emit}");

        (await test.ReadAsync<long>("select count(*) from public.deliveries where event = 'order.created'")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task Triggers_find_our_tables_from_a_search_path_that_has_others()
    {
        await using var test = await TestDatabase.CreateAsync();

        await PublishAsync(test, HostilePath);

        (await test.ReadAsync<long>("select count(*) from public.template_subscriptions where template = 'a'")).ShouldBe(1);
        await test.ExecuteAsync("set search_path = shop; delete from public.templates");
        (await test.ReadAsync<long>("select count(*) from public.template_floors")).ShouldBe(1);
    }

    [DatabaseFact]
    public async Task A_role_with_the_right_to_execute_emits_and_can_do_nothing_else()
    {
        await using var test = await TestDatabase.CreateAsync();
        await PublishAsync(test);
        var role = $"emitter_{Guid.NewGuid():N}";
        await test.ExecuteAsync($"create role {role}");
        try
        {
            (await Should.ThrowAsync<PostgresException>(test.ExecuteAsync($"set role {role}; {Emit}"))).SqlState.ShouldBe("42501");

            await test.ExecuteAsync($"grant execute on function template_worker_emit(text, text, text, jsonb) to {role}");
            await test.ExecuteAsync($"set role {role}; {Emit}");

            (await test.ReadAsync<long>("select count(*) from deliveries")).ShouldBe(1);
            (await Should.ThrowAsync<PostgresException>(test.ExecuteAsync($"set role {role}; select * from deliveries"))).SqlState.ShouldBe("42501");
        }
        finally
        {
            await test.ExecuteAsync($"drop owned by {role}; drop role {role}");
        }
    }

    private static Task PublishAsync(TestDatabase test, string path = "") => test.ExecuteAsync($"{path} {Subscribe}");
}
