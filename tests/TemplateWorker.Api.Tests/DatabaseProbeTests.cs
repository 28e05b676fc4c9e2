using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TemplateWorker.Api.Workers;
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
        await using var probe = new DatabaseProbe(
            new Migrator(database.Database, TimeProvider.System), clock, new CollectingLoggers().CreateLogger<DatabaseProbe>());

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
        await using var probe = new DatabaseProbe(new Migrator(database.Database, TimeProvider.System), clock, loggers.CreateLogger<DatabaseProbe>());
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
}
