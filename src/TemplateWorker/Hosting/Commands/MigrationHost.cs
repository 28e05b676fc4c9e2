using TemplateWorker.Cli;
using TemplateWorker.Hosting.Migrations;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Commands;

/// <summary><c>--worker-type migrate</c>: brings the schema up to date, prints a line per migration, and exits.</summary>
internal static class MigrationHost
{
    private const int Connections = 3;

    public static Task<ExitCode> RunAsync(Migrate command) =>
        ConfiguredRun.RunAsync(command.ConfigPath, [.. command.Log.Overrides], ProcessRole.Migrate, run => ApplyAsync(run, command));

    private static async Task<ExitCode> ApplyAsync(ConfiguredRun run, Migrate command)
    {
        await using var postgres = await run.OpenPostgresAsync();
        await using var database = await postgres.OpenAsOwnerAsync(Connections, run.Signals.Stop);
        var answer = await ApplyAnswer.RunAsync(run, database, to: null, command.LegacyValues);
        await Console.Out.WriteLineAsync(answer.Text);
        return answer.ExitCode;
    }
}
