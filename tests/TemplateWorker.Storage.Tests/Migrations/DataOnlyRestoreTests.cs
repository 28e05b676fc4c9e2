using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TemplateWorker.Storage.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Support.LaneWorld;

namespace TemplateWorker.Storage.Tests.Migrations;

/// <summary>The commands of <c>docs/migrations.md</c> that carry rows over into another database.</summary>
// The client programs of this machine know no server that is newer than they are.
[Trait(ServerScope.Name, ServerScope.AnyVersion)]
public sealed class DataOnlyRestoreTests : IDisposable
{
    private const string Marker = "<!-- data-only:";

    private readonly string _folder = Directory.CreateTempSubdirectory("tw-dump-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DumpFact]
    public async Task Rows_come_over_as_they_were_and_triggers_and_ids_go_on()
    {
        await using var old = await LaneWorld.CreateAsync();
        await old.PublishAsync(Guild, "a", "message", "leave");
        var last = (await old.StoreAsync(Event(Guild, key: "once"))).Ready[^1].Id;
        await old.Test.ExecuteAsync("""
            insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k', '{"n": 1}');
            insert into tenant_state (owner_type, owner_id, banned) values ('guild', '2', true);
            insert into history (owner_type, owner_id, template, version, event_id, event, attempt, outcome, started_at, finished_at, wall_ms, cpu_ms, worker)
            select 'guild', '1', 'a', 1, md5('x')::uuid, 'message', 1, 'done', t, t, 1, 1, 'w' from unnest(array[now(), now() - interval '400 days']) t
            """);
        await using var target = await TestDatabase.CreateAsync();

        await RunAsync(Commands(old.Test.Name, target.Name), old.Test.ConnectionString);

        var tables = await old.Test.ReadTextsAsync("""
            select c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
                and c.relname not in ('_migrations_applied', 'slots', 'supervisors')
            order by 1
            """);
        tables.Count.ShouldBeGreaterThan(10);
        foreach (var table in tables)
        {
            var rows = $"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t";
            (await target.ReadAsync<string>(rows)).ShouldBe(await old.Test.ReadAsync<string>(rows), table);
        }

        (await target.ReadAsync<long>("select count(*) from slots")).ShouldBe(TenantId.SlotCount);
        await using var world = new LaneWorld(target, await target.OpenAsync());
        (await world.StoreAsync(Event(Guild))).Ready[0].Id.ShouldBeGreaterThan(last);
        await world.PublishAsync(Guild, "a", "join");
        (await target.ReadTextsAsync("select event from template_subscriptions where owner_id = '1' and template = 'a'")).ShouldBe(["join"]);
        (await target.ReadAsync<int>("select active_version from templates where owner_id = '1' and name = 'a'")).ShouldBeGreaterThan(
            await old.Test.ReadAsync<int>("select active_version from templates where owner_id = '1' and name = 'a'"));
    }

    private static string Commands(string old, string @new)
    {
        var page = File.ReadAllText(RepositoryFiles.PathOf("docs/migrations.md"));
        var block = page[page.IndexOf("```sh", page.IndexOf(Marker, StringComparison.Ordinal), StringComparison.Ordinal)..];
        block = block[(block.IndexOf('\n') + 1)..block.IndexOf("\n```", StringComparison.Ordinal)];
        return block.Replace("--dbname=old", $"--dbname={old}", StringComparison.Ordinal).Replace("--dbname=new", $"--dbname={@new}", StringComparison.Ordinal);
    }

    private async Task RunAsync(string commands, string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo("sh", ["-ec", commands]) { WorkingDirectory = _folder, UseShellExecute = false, RedirectStandardError = true };
        start.Environment["PGHOST"] = server.Host;
        start.Environment["PGPORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGUSER"] = server.Username;
        start.Environment["PGPASSWORD"] = server.Password;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, errors);
    }
}
