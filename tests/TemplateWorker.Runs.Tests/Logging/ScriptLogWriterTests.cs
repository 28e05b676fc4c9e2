using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Storage.Logs;
using TemplateWorker.TestKit.Databases;
using TemplateWorker.TestKit.Logging;

namespace TemplateWorker.Runs.Tests.Logging;

/// <summary>The way of a template's lines into the database.</summary>
public sealed class ScriptLogWriterTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);
    private static readonly TenantId Tenant = new("guild", "1");
    private static readonly Guid Run = new("0b1f6c2e-8a57-4f0e-9d3a-111111111111");

    [DatabaseFact]
    public async Task What_a_template_writes_is_stored_in_its_order_before_the_worker_ends()
    {
        await using var test = await TestDatabase.CreateAsync();
        using var logs = new CollectingLoggers();
        var store = new LogStore(test.Database);
        await using (var writer = new ScriptLogWriter(store, TimeProvider.System, new Logger<ScriptLogWriter>(logs)) { EndWithin = UnexpectedTimeout })
        {
            var log = new ScriptLogFactory(new Logger<ScriptLogFactory>(logs), writer).Create(Tenant, "greeter", Run);
            for (var number = 0; number < 1_200; number++)
            {
                log.Write(number % 2 == 0 ? "warn" : "info", $"line {number}");
            }
        }

        var lines = await store.ListAsync(new LogFilter { Tenant = Tenant, Limit = 2_000 }, CancellationToken.None);
        lines.Select(line => line.Text).ShouldBe(Enumerable.Range(0, 1_200).Select(number => $"line {number}").Reverse());
        lines[0].ShouldBe(lines[0] with { Template = "greeter", RunId = Run, Severity = LogSeverity.Info });
        lines[1].Severity.ShouldBe(LogSeverity.Warn);
    }

    [DatabaseFact]
    public async Task Lines_beyond_what_can_wait_are_dropped_and_counted_and_no_caller_waits()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var locker = await test.ConnectAsync();
        await using var transaction = await LockLogsAsync(locker);
        using var logs = new CollectingLoggers();
        var store = new LogStore(test.Database);
        await using (var writer = new ScriptLogWriter(store, TimeProvider.System, new Logger<ScriptLogWriter>(logs)))
        {
            // The first batch is on its way and waits for the table; as many as fit wait behind it.
            for (var number = 0; number < ScriptLogWriter.Capacity + (2 * ScriptLogWriter.Batch); number++)
            {
                writer.Write(Tenant, "greeter", Run, LogSeverity.Info, "x");
            }

            await transaction.RollbackAsync();
            var clock = Stopwatch.StartNew();
            while (await test.ReadAsync<long>("select count(*) from logs") < ScriptLogWriter.Capacity)
            {
                clock.Elapsed.ShouldBeLessThan(UnexpectedTimeout);
            }
        }

        var stored = await test.ReadAsync<long>("select count(*) from logs");
        stored.ShouldBeInRange(ScriptLogWriter.Capacity, ScriptLogWriter.Capacity + ScriptLogWriter.Batch);
        logs.Lines.ShouldHaveSingleItem().ShouldEndWith($"dropped {ScriptLogWriter.Capacity + (2 * ScriptLogWriter.Batch) - stored} lines");
    }

    [DatabaseFact]
    public async Task Lines_that_the_database_does_not_take_before_the_end_are_counted()
    {
        await using var test = await TestDatabase.CreateAsync();
        await using var locker = await test.ConnectAsync();
        await using var transaction = await LockLogsAsync(locker);
        using var logs = new CollectingLoggers();
        await using (var writer = new ScriptLogWriter(new LogStore(test.Database), TimeProvider.System, new Logger<ScriptLogWriter>(logs))
        {
            EndWithin = TimeSpan.FromMilliseconds(500),
        })
        {
            for (var number = 0; number < ScriptLogWriter.Batch + 3; number++)
            {
                writer.Write(Tenant, "greeter", Run, LogSeverity.Info, "x");
            }
        }

        logs.Lines.ShouldHaveSingleItem().ShouldEndWith($"within 0.5 s of the worker's end; up to {ScriptLogWriter.Batch + 3} lines are lost");
    }

    [DatabaseFact]
    public async Task Long_lines_that_wait_are_bounded_by_their_characters()
    {
        const int LineCharacters = 64 << 10;
        const int Fitting = ScriptLogWriter.MaxCharacters / LineCharacters;
        await using var test = await TestDatabase.CreateAsync();
        await using var locker = await test.ConnectAsync();
        await using var transaction = await LockLogsAsync(locker);
        using var logs = new CollectingLoggers();
        await using (var writer = new ScriptLogWriter(new LogStore(test.Database), TimeProvider.System, new Logger<ScriptLogWriter>(logs)))
        {
            var line = new string('x', LineCharacters);
            for (var number = 0; number < Fitting + 10; number++)
            {
                writer.Write(Tenant, "greeter", Run, LogSeverity.Info, line);
            }

            await transaction.RollbackAsync();
            var clock = Stopwatch.StartNew();
            while (await test.ReadAsync<long>("select count(*) from logs") < Fitting)
            {
                clock.Elapsed.ShouldBeLessThan(UnexpectedTimeout);
            }
        }

        (await test.ReadAsync<long>("select count(*) from logs")).ShouldBe(Fitting);
        logs.Lines.ShouldHaveSingleItem().ShouldEndWith("dropped 10 lines");
    }

    private static async Task<Npgsql.NpgsqlTransaction> LockLogsAsync(Npgsql.NpgsqlConnection locker)
    {
        var transaction = await locker.BeginTransactionAsync();
        await using var take = new Npgsql.NpgsqlCommand("lock table logs in access exclusive mode", locker);
        await take.ExecuteNonQueryAsync();
        return transaction;
    }
}
