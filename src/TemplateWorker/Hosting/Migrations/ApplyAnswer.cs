using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>Applies pending migrations, with a line in the log for each, and says what was done.</summary>
internal static class ApplyAnswer
{
    /// <param name="run">The configured run.</param>
    /// <param name="database">As the role that may change the schema.</param>
    /// <param name="to">The last one; null for all.</param>
    /// <param name="legacyValues">What values are that look converted.</param>
    public static async Task<MigrationsAnswer> RunAsync(ConfiguredRun run, Database database, string? to, LegacyValues legacyValues)
    {
        var upgrade = new SchemaUpgrade(database, run.Loggers.CreateLogger<SchemaUpgrade>(), TimeProvider.System) { LegacyValues = legacyValues };
        var started = TimeProvider.System.GetTimestamp();
        var applied = await upgrade.RunAsync(to ?? Migrator.KnownIds[^1], run.Signals.Stop);
        var report = new ApplyReport(applied, (long)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        return new MigrationsAnswer(ExitCode.Done, JsonSerializer.Serialize(report, MigrationsJson.Plain.ApplyReport), Text(report, to));
    }

    private static string Text(ApplyReport report, string? to)
    {
        var known = Cell.Of(Migrator.KnownIds.Count);
        return report.Applied.Count > 0
            ? $"{Cell.Of(report.Applied.Count)} of {known} migrations applied in {Cell.Of(report.DurationMs)} ms: {string.Join(", ", report.Applied)}"
            : $"nothing to do: {(to is null ? $"all {known} migrations" : $"{to} and all before it")} are applied";
    }
}

/// <summary>What was applied.</summary>
/// <param name="Applied">By this process; empty when there was nothing to do or others did it.</param>
/// <param name="DurationMs">How long all of it took.</param>
internal sealed record ApplyReport(IReadOnlyList<string> Applied, long DurationMs);
