using TemplateWorker.Storage.Committing;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Runs;
using TemplateWorker.TestKit.Databases;
using static TemplateWorker.Storage.Tests.Committing.RunWorld;

namespace TemplateWorker.Storage.Tests.Committing;

public sealed class CommitPlanTests
{
    [DatabaseFact]
    public async Task A_key_whose_place_is_known_is_not_looked_up_in_the_index()
    {
        await using var test = await TestDatabase.CreateAsync();
        KeyRead read;
        await using (var database = await test.OpenAsync())
        {
            await new KeyValueStore(database).PutAsync(Tenant(1), Name("a"), "0", CancellationToken.None);
            var record = new KeyValueStore(database).Read(Tenant(1), [Name("a")])[0]!;
            read = new KeyRead(Name("a"), record.Version) { Place = record.Place };
        }

        var before = await ScansAsync(test);
        await using (var database = await test.OpenAsync())
        {
            using var committer = new RunCommitter(database);
            for (var i = 1; i <= 20; i++)
            {
                var committed = committer.Commit([Run(1) with { Writes = [new KeyWrite(Name("a"), $"{i}", read)] }])
                    .Verdicts[0].ShouldBeOfType<RunVerdict.Committed>();
                read = new KeyRead(Name("a"), committed.Version) { Place = committed.Places[0] };
            }
        }

        (await ScansAsync(test)).ShouldBe(before);
        (await test.ReadAsync<string>("select value::text from tenant_kv")).ShouldBe("20");
    }

    private static async Task<long> ScansAsync(TestDatabase test)
    {
        await SessionsEndAsync(test);
        return await test.ReadAsync<long>("select seq_scan + idx_scan from pg_stat_user_tables where relname = 'tenant_kv'");
    }

    // A session reports what it counted when it ends.
    private static Task SessionsEndAsync(TestDatabase test) => Waiting.UntilAsync(
        async () => await test.ReadAsync<long>("""
            select count(*) from pg_stat_activity
            where datname = current_database() and query like '%tenant_kv%' and query like '%left_out%' and pid <> pg_backend_pid()
            """) == 0,
        "the end of the committer's session");
}
