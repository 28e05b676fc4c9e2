using System.Globalization;
using Microsoft.Extensions.Logging;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Commands;

/// <summary><c>--worker-type migrate</c>: brings the schema up to date, prints a line per migration, and exits.</summary>
internal static class MigrationHost
{
    private const int Connections = 3;

    public static Task<ExitCode> RunAsync(Migrate command) =>
        ConfiguredRun.RunAsync(command.ConfigPath, [.. command.Log.Overrides], ProcessRole.Migrate, run => ApplyAsync(run, command.LegacyValues));

    private static async Task<ExitCode> ApplyAsync(ConfiguredRun run, LegacyValues legacyValues)
    {
        await using var postgres = await run.OpenPostgresAsync();
        await using var database = await postgres.OpenAsOwnerAsync(Connections, run.Signals.Stop);
        var upgrade = new SchemaUpgrade(database, run.Loggers.CreateLogger<SchemaUpgrade>(), TimeProvider.System)
        {
            LegacyValues = legacyValues,
        };
        var started = TimeProvider.System.GetTimestamp();
        var applied = await upgrade.RunAsync(run.Signals.Stop);
        var known = Migrator.KnownIds.Count.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine(applied.Count == 0
            ? $"nothing to do: all {known} migrations are applied"
            : $"{applied.Count} of {known} migrations applied in {TimeProvider.System.GetElapsedTime(started).TotalMilliseconds:F0} ms: {string.Join(", ", applied)}");
        return ExitCode.Done;
    }
}
