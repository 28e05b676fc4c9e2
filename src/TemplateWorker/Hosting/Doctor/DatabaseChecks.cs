using System.Globalization;
using TemplateWorker.Hosting.Supervisor;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Maintenance;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Hosting.Doctor;

/// <summary>Checks the database as a supervisor would use it. Writes nothing.</summary>
internal static class DatabaseChecks
{
    private const int Connections = 2;

    /// <summary>Schedules run by the server's clock, and histories have the workers' times: people compare the two.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    private static readonly string[] Dependent = ["durability", "writes", "connections", "clock", "schema", "partitions"];

    public static async Task<IReadOnlyList<Finding>> RunAsync(ConfiguredRun run)
    {
        try
        {
            await using var postgres = await run.OpenPostgresAsync();
            await using var database = await postgres.OpenDatabaseAsync(Connections, run.Signals.Stop);
            return
            [
                Finding.Ok("database", $"PostgreSQL {Version(database.ServerVersion)} answers at {postgres.Display}"),
                .. await OtherAddressesAsync(run, postgres),
                .. Durability(database),
                await CheckAsync("writes", () => WritesAsync(database, run.Signals.Stop)),
                await CheckAsync("connections", () => ConnectionsAsync(run, database)),
                await CheckAsync("clock", () => ClockAsync(database, run.Signals.Stop)),
                .. await SchemaAsync(run, database),
            ];
        }
        catch (StorageException fault)
        {
            return [Finding.Fault("database", fault.Message), .. Dependent.Select(check => Finding.Skipped(check, "The database cannot be used"))];
        }
    }

    private static async Task<IReadOnlyList<Finding>> OtherAddressesAsync(ConfiguredRun run, PostgresAccess postgres)
    {
        var findings = new List<Finding>();
        if (run.Options.Meta.DirectPostgresUrl is { } direct)
        {
            findings.Add(await CheckAsync("meta.direct_postgres_url", async () =>
            {
                await using var database = await postgres.OpenDirectAsync(1, run.Signals.Stop);
                return Finding.Ok("meta.direct_postgres_url", $"The server answers at {direct}, past the pooler");
            }));
        }

        if (run.Options.Meta.MigratePostgresUrl is { } owner)
        {
            findings.Add(await CheckAsync("meta.migrate_postgres_url", async () =>
            {
                await using var database = await postgres.OpenAsOwnerAsync(1, run.Signals.Stop);
                return Finding.Ok("meta.migrate_postgres_url", $"The server answers at {owner}");
            }));
        }

        return findings;
    }

    private static IEnumerable<Finding> Durability(Database database) => database.Doubts.Count == 0
        ? [Finding.Ok("durability", "What the server confirms is on its disk")]
        : database.Doubts.Select(doubt => Finding.Warning("durability", doubt));

    private static async Task<Finding> WritesAsync(Database database, CancellationToken stop)
    {
        await new WriteCheck(database).RequireAsync(withDisk: true, stop);
        return Finding.Ok("writes", "The server takes writes, and its disk has room");
    }

    private static async Task<Finding> ConnectionsAsync(ConfiguredRun run, Database database)
    {
        var capacity = await ServerCapacity.ReadAsync(database, run.Signals.Stop);
        return ConnectionBudget.Fault(run.Options.Workers, run.Options.Meta.MigratePostgresUrl is not null, capacity) is { } fault
            ? Finding.Warning("connections", $"A supervisor would not start now, unless the connections in use are those of its predecessor. {fault}")
            : Finding.Ok(
                "connections",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The server allows {capacity.MaxConnections} connections, {capacity.InUseByOthers} are in use, {run.Options.Workers.Count} × {run.Options.Workers.MaxDbConnections} and the supervisor's fit in"));
    }

    private static async Task<Finding> ClockAsync(Database database, CancellationToken stop)
    {
        var server = await new ScheduleStore(database).ReadClockAsync(stop);
        var difference = (TimeProvider.System.GetUtcNow() - server).Duration();
        var shown = difference.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return difference <= ClockTolerance
            ? Finding.Ok("clock", $"This machine and the server are {shown} s apart")
            : Finding.Warning("clock", $"This machine and the server are {shown} s apart; schedules run by the server's clock. Synchronize both by NTP");
    }

    private static async Task<IReadOnlyList<Finding>> SchemaAsync(ConfiguredRun run, Database database)
    {
        var isCurrent = false;
        var schema = await CheckAsync("schema", async () =>
        {
            var status = await new Migrator(database, TimeProvider.System).StatusAsync(run.Signals.Stop);
            isCurrent = status.IsCurrent;
            return Schema(status, run.Options.Migrations.OnStart);
        });
        return isCurrent
            ? [schema, await CheckAsync("partitions", () => PartitionsAsync(database, run.Signals.Stop))]
            : [schema, Finding.Skipped("partitions", "The schema is not up to date")];
    }

    private static Finding Schema(MigrationStatus status, MigrationStart onStart) => SchemaCheck.Fault(status) switch
    {
        null when status.Drifted.Count > 0 => Finding.Warning(
            "schema",
            $"The database was changed by other statements than those of this version ({string.Join(", ", status.Drifted)}); 'template-worker migrations verify' names them"),
        null => Finding.Ok("schema", $"All {Migrator.KnownIds.Count} migrations are applied"),
        _ when status.Unknown.Count == 0 && onStart == MigrationStart.Apply => Finding.Warning(
            "schema",
            $"{status.Pending.Count} of {Migrator.KnownIds.Count} migrations are pending; a supervisor applies them at its start (migrations.on_start: apply)"),
        var fault => Finding.Fault("schema", fault),
    };

    private static async Task<Finding> PartitionsAsync(Database database, CancellationToken stop)
    {
        var missing = await new MaintenanceStore(database).ListMissingPartitionsAsync(stop);
        return missing.Count == 0
            ? Finding.Ok("partitions", "History and logs have partitions for this month and the next two")
            : Finding.Warning(
                "partitions", $"{string.Join(", ", missing)} are missing; their rows go to the default partitions. A supervisor that runs makes them every hour");
    }

    private static async Task<Finding> CheckAsync(string check, Func<Task<Finding>> look)
    {
        try
        {
            return await look();
        }
        catch (StorageException fault)
        {
            return Finding.Fault(check, fault.Message);
        }
    }

    /// <summary>Since version 10, the last four digits are the minor version.</summary>
    private static string Version(int number) => string.Create(CultureInfo.InvariantCulture, $"{number / 10_000}.{number % 10_000}");
}
