using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Workers;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Api.Tests;

public sealed class DatabaseProbeTests
{
    [DatabaseFact]
    public async Task An_answer_is_good_for_a_second()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new FakeTimeProvider();
        await using var probe = Probe(database, clock, new CollectingLoggers());

        (await probe.CheckAsync(CancellationToken.None)).Schema.Ok.ShouldBeTrue();
        await database.ExecuteAsync("delete from _migrations_applied where id = 'tenantstate'");
        (await probe.CheckAsync(CancellationToken.None)).Schema.Ok.ShouldBeTrue();
        clock.Advance(DatabaseProbe.MaxAge);

        var schema = (await probe.CheckAsync(CancellationToken.None)).Schema;
        schema.Ok.ShouldBeFalse();
        schema.Detail.ShouldNotBeNull().ShouldContain("tenantstate");
    }

    [DatabaseFact]
    public async Task Trouble_is_told_once_when_it_begins_and_once_when_it_ends_and_to_callers_without_the_address()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new FakeTimeProvider();
        var loggers = new CollectingLoggers();
        await using var probe = Probe(database, clock, loggers);
        await database.ExecuteAsync("alter table _migrations_applied rename column id to name");

        for (var i = 0; i < 3; i++)
        {
            var health = await probe.CheckAsync(CancellationToken.None);
            health.Database.Ok.ShouldBeFalse();
            health.Database.Detail.ShouldNotBeNull().ShouldNotContain(database.Name);
            health.Schema.Ok.ShouldBeFalse();
            clock.Advance(DatabaseProbe.MaxAge);
        }

        await database.ExecuteAsync("alter table _migrations_applied rename column name to id");
        (await probe.CheckAsync(CancellationToken.None)).Database.Ok.ShouldBeTrue();

        loggers.Lines.Select(line => line[..4]).ShouldBe(["7501", "7502"]);
        loggers.Lines[1].ShouldContain("after 3.0 s");
    }

    [DatabaseFact]
    public async Task A_server_that_takes_no_writes_is_not_usable_and_that_is_told_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var clock = new FakeTimeProvider();
        var loggers = new CollectingLoggers();
        await database.ExecuteAsync($"alter database {database.Name} set default_transaction_read_only = on");
        await using var pool = await database.OpenAsync();
        await using var probe = Probe(pool, new StorageTrouble(clock, loggers.CreateLogger<StorageTrouble>()), clock, loggers);

        for (var i = 0; i < 3; i++)
        {
            (await probe.CheckAsync(CancellationToken.None)).Database.Detail.ShouldBe("Database unavailable (read_only); see the server's log.");
            clock.Advance(DatabaseProbe.MaxAge);
        }

        loggers.Lines.ShouldHaveSingleItem().ShouldContain("default_transaction_read_only");
    }

    [DatabaseFact]
    public async Task The_check_of_the_disk_passes_where_there_is_room()
    {
        await using var database = await TestDatabase.CreateAsync();
        var loggers = new CollectingLoggers();
        var trouble = new StorageTrouble(new FakeTimeProvider(), loggers.CreateLogger<StorageTrouble>());
        await using var probe = Probe(database.Database, trouble, new FakeTimeProvider(), loggers);
        trouble.NoteWorkerFailed();

        (await probe.CheckAsync(CancellationToken.None)).Database.Ok.ShouldBeTrue();

        trouble.IsWriteSuspected.ShouldBeFalse();
    }

    private static DatabaseProbe Probe(TestDatabase database, TimeProvider clock, CollectingLoggers loggers) =>
        Probe(database.Database, new StorageTrouble(clock, loggers.CreateLogger<StorageTrouble>()), clock, loggers);

    private static DatabaseProbe Probe(Database database, StorageTrouble trouble, TimeProvider clock, CollectingLoggers loggers) => new(
        new Migrator(database, TimeProvider.System), new WriteCheck(database), trouble, clock, loggers.CreateLogger<DatabaseProbe>());
}
