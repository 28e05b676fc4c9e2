using TemplateWorker.Storage.TenantCopies;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.TenantCopies;

public sealed class TenantCopyTests : IDisposable
{
    private static readonly TenantId First = new("guild", "1");
    private static readonly TenantId Second = new("guild", "2");

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string File => Path.Combine(_folder, "tenant.ndjson");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [DatabaseFact]
    public async Task What_was_exported_is_there_after_the_import_into_another_database()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await FullTenant.CreateAsync(source, First);
        await FullTenant.CreateAsync(target, Second);
        var expected = await FullTenant.RowsAsync(source, First);
        var other = await FullTenant.RowsAsync(target, Second);

        var exported = await ExportAsync(source, First);
        var imported = await new TenantImport(target.Database).RunAsync(File, null, CancellationToken.None);

        imported.Tenant.ShouldBe(First);
        imported.Rows.ShouldBe(exported);
        (await FullTenant.RowsAsync(target, First)).ShouldBe(expected);
        (await FullTenant.RowsAsync(target, Second)).ShouldBe(other);
        if (!OperatingSystem.IsWindows())
        {
            System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [DatabaseFact]
    public async Task What_waits_keeps_its_order_and_its_holds_and_gets_ids_and_places_of_the_database()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await FullTenant.CreateAsync(source, First);
        await target.ExecuteAsync("select setval('deliveries_id_seq', 50000), setval('action_positions', 70000)");
        await ExportAsync(source, First);

        await new TenantImport(target.Database).RunAsync(File, new TenantId("user", "9"), CancellationToken.None);

        const string inOrder = "select data::text from deliveries order by id";
        (await target.ReadTextsAsync(inOrder)).ShouldBe(await source.ReadTextsAsync(inOrder));
        (await target.ReadAsync<long>("select min(id) from (select id from deliveries union all select id from delayed_deliveries union all select id from dead_letters) i"))
            .ShouldBe(50_001);
        (await target.ReadTextsAsync("select d.data::text from lane_holds h join deliveries d on d.id = h.delivery and d.slot = h.slot")).ShouldBe(["1"]);
        const string inChannels = "select channel || ' ' || route || ' ' || data from actions where position is not null order by channel, position";
        (await target.ReadTextsAsync(inChannels)).ShouldBe(await source.ReadTextsAsync(inChannels));
        (await target.ReadTextsAsync("select distinct (slot = template_worker_slot('user', '9'))::text from actions")).ShouldBe(["true"]);
        (await target.ReadTextsAsync("select channel || ' ' || route || ' ' || (holder is null) || ' ' || low from action_channels order by low"))
            .ShouldBe(["c1  true 70000", "c0  true 70001", "c1 route of guild:1 true 70002", "c0 route of guild:1 true 70003"]);
        (await target.ReadAsync<bool>("select banned from tenant_state")).ShouldBeFalse();
    }

    [DatabaseFact]
    public async Task A_deletion_leaves_no_row_of_the_tenant_and_every_row_of_others()
    {
        await using var test = await TestDatabase.CreateAsync();
        await FullTenant.CreateAsync(test, First);
        await FullTenant.CreateAsync(test, Second);
        var other = await FullTenant.RowsAsync(test, Second);

        var removed = await DeleteAsync(test, First);

        (await FullTenant.EmptyTablesAsync(test, First)).Count.ShouldBe((await FullTenant.TablesAsync(test)).Count);
        removed["history"].ShouldBe(1_200);
        removed.ShouldContainKey("tenant_state");
        (await FullTenant.RowsAsync(test, Second)).ShouldBe(other);
        (await DeleteAsync(test, First)).ShouldBeEmpty();
    }

    [DatabaseFact]
    public async Task A_tenant_that_is_there_is_not_imported_over()
    {
        await using var test = await TestDatabase.CreateAsync();
        await FullTenant.CreateAsync(test, First);
        await ExportAsync(test, First);
        var before = await FullTenant.RowsAsync(test, First);

        (await RefusedAsync(test)).ShouldStartWith("The tenant guild:1 has rows in ");
        (await FullTenant.RowsAsync(test, First)).ShouldBe(before);

        await DeleteAsync(test, First);
        await new TenantImport(test.Database).RunAsync(File, null, CancellationToken.None);
        (await FullTenant.RowsAsync(test, First)).ShouldBe(before);
    }

    [DatabaseFact]
    public async Task An_import_that_fails_half_way_leaves_the_tenant_banned_and_says_so()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await FullTenant.CreateAsync(source, First);
        await ExportAsync(source, First);
        await target.ExecuteAsync("alter table event_results add constraint never check (bytes < 0)");

        (await RefusedAsync(target)).ShouldEndWith("The tenant guild:1 is there in part, and banned: delete it, and import it again.");

        (await target.ReadAsync<bool>("select banned from tenant_state")).ShouldBeTrue();
        await target.ExecuteAsync("alter table event_results drop constraint never");
        await DeleteAsync(target, First);
        await new TenantImport(target.Database).RunAsync(File, null, CancellationToken.None);
    }

    [DatabaseTheory]
    [InlineData("", "it has no end")]
    [InlineData("{}\n", "it has no end")]
    [InlineData("nonsense\nnonsense\n", "is not a complete export of a tenant")]
    [InlineData("CUT", "is not a complete export of a tenant")]
    [InlineData("CHANGED", "have the SHA-256")]
    [InlineData("NEWER", "The export is of version")]
    public async Task A_file_that_is_no_complete_export_of_this_schema_changes_nothing(string text, string expected)
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("insert into tenant_kv (owner_type, owner_id, key, value) values ('guild', '1', 'k', '\"value\"')");
        if (text == "NEWER")
        {
            await ExportAsync(source, First);
            await System.IO.File.WriteAllTextAsync(File, Rewritten(await System.IO.File.ReadAllTextAsync(File)));
        }
        else
        {
            await ExportAsync(source, First);
            var whole = await System.IO.File.ReadAllTextAsync(File);
            await System.IO.File.WriteAllTextAsync(File, text switch
            {
                "CUT" => whole[..whole.LastIndexOf("{\"rows\"", StringComparison.Ordinal)],
                "CHANGED" => whole.Replace("value\"", "other\"", StringComparison.Ordinal),
                _ => text,
            });
        }

        (await RefusedAsync(target)).ShouldContain(expected);

        (await FullTenant.EmptyTablesAsync(target, First)).Count.ShouldBe((await FullTenant.TablesAsync(target)).Count);
    }

    /// <summary>The same export with another last migration, and the hash of that.</summary>
    private static string Rewritten(string whole)
    {
        var end = whole.LastIndexOf("{\"rows\"", StringComparison.Ordinal);
        var head = System.Text.RegularExpressions.Regex.Replace(whole[..end], "\"migration\":\"[^\"]*\"", "\"migration\":\"from_the_future\"");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(head)));
        return $"{head}{{\"rows\":1,\"sha256\":\"{hash}\"}}\n";
    }

    private Task<IReadOnlyDictionary<string, long>> ExportAsync(TestDatabase test, TenantId tenant) =>
        new TenantExport(test.Database).RunAsync(tenant, File, "0.2.0", TimeProvider.System, CancellationToken.None);

    private static Task<IReadOnlyDictionary<string, long>> DeleteAsync(TestDatabase test, TenantId tenant) =>
        new TenantDeletion(test.Database).RunAsync(tenant, TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);

    private async Task<string> RefusedAsync(TestDatabase test) =>
        (await Should.ThrowAsync<StorageException>(new TenantImport(test.Database).RunAsync(File, null, CancellationToken.None))).Message;
}
