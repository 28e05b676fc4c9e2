using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>
/// Two tenants that get a copy of every row of <see cref="PlanWorld.Subject"/> at the moment it is inserted, with all of its names: one that
/// differs only in its type, so in its slot, too, and one of the same slot. A statement that forgets the type, the owner or the slot of its rows finds theirs.
/// </summary>
internal sealed class Twins(TestDatabase test)
{
    /// <summary>Tables that are left out, with the reason.</summary>
    private static readonly Dictionary<string, string> LeftOut = new(StringComparer.Ordinal)
    {
        ["actions"] = "a consumer and a route take the actions of all tenants",
        ["action_channels"] = "as actions",
        ["action_routes"] = "names of routes are the operator's, one each for all tenants",
        ["queue_limits"] = "the operator's settings, written as a whole",
        ["tokens"] = "a token has its prefix and its hash for itself, among all tenants",
        ["tenant_usage"] = "a pass corrects the counters of all tenants",
    };

    private const string TwinsSql = """
        create table plan_twins as
        select 1 as no, 'user'::text as owner_type, '1'::text as owner_id, template_worker_slot('user', '1') as slot
        union all
        (select 2, 'guild', 'twin' || n, template_worker_slot('guild', '1') from generate_series(1, 1000000) n
        where template_worker_slot('guild', 'twin' || n) = template_worker_slot('guild', '1') limit 1);
        create table plan_copies (name text not null, row jsonb not null);
        create function plan_copy() returns trigger language plpgsql as $$
        declare
            twin plan_twins;
            wanted jsonb;
            made jsonb;
        begin
            for twin in select * from plan_twins loop
                wanted := to_jsonb(new) || jsonb_build_object('owner_type', twin.owner_type, 'owner_id', twin.owner_id);
                if wanted ? 'slot' then
                    wanted := wanted || jsonb_build_object('slot', twin.slot);
                end if;
                if wanted ? 'due_at' then
                    wanted := wanted || jsonb_build_object('due_at', new.due_at + interval '1 day');
                end if;
                if tg_argv[0] = 'tenant_kv' then
                    wanted := wanted || jsonb_build_object('id', md5(twin.no || new.id::text)::uuid);
                elsif wanted ? 'id' and twin.no = 2 and tg_argv[0] <> 'audit_log' then
                    wanted := wanted || jsonb_build_object('id', -new.id);
                end if;
                execute format('insert into %1$I as t select * from jsonb_populate_record(null::%1$I, $1) on conflict do nothing returning to_jsonb(t)', tg_argv[0])
                into made using wanted;
                if made is not null then
                    insert into plan_copies values (tg_argv[0], made);
                end if;
            end loop;
            return null;
        end $$;
        -- A row is copied before the one that it refers to, when both are of one statement.
        do $$
        declare
            held record;
        begin
            for held in select conrelid::regclass as name, conname from pg_constraint where contype = 'f' and conparentid = 0 loop
                execute format('alter table %s alter constraint %I deferrable initially deferred', held.name, held.conname);
            end loop;
        end $$;
        """;

    /// <summary>From now on, rows of the subject are copied.</summary>
    public async Task BeginAsync()
    {
        await test.ExecuteAsync(TwinsSql);
        foreach (var table in await TablesAsync())
        {
            await test.ExecuteAsync($"""
                create trigger plan_copy after insert on {table} for each row when (new.owner_type = '{PlanWorld.Subject.OwnerType}' and new.owner_id = '{PlanWorld.Subject.OwnerId}')
                execute function plan_copy('{table}')
                """);
        }
    }

    /// <summary>The tables of which there are copies.</summary>
    public async Task<IReadOnlyList<string>> CopiedAsync() =>
        [.. (await test.ReadTextsAsync("select distinct name from plan_copies order by name")).OfType<string>()];

    /// <summary>The tables that have rows of tenants, without those that are left out.</summary>
    public async Task<IReadOnlyList<string>> TablesAsync() =>
        [
            .. (await test.ReadTextsAsync("""
                select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'owner_id'
                where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname !~ '^plan_' order by 1
                """)).OfType<string>().Where(table => !LeftOut.ContainsKey(table)),
        ];

    /// <summary>Copies that are not there any more as they were made.</summary>
    public async Task<IReadOnlyList<string>> TouchedAsync()
    {
        List<string> touched = [];
        foreach (var table in await CopiedAsync())
        {
            touched.AddRange((await test.ReadTextsAsync($"""
                select '{table} ' || row::text from plan_copies where name = '{table}'
                and row not in (select to_jsonb(t) from {table} t where (owner_type, owner_id) in (select owner_type, owner_id from plan_twins)) limit 5
                """)).OfType<string>());
        }

        return touched;
    }
}
