using TemplateWorker.Cli;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Storage.Migrations.Review;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Migrations;

/// <summary><c>migrations</c>: answers from the database, as the role that may change its schema, and exits.</summary>
internal static class MigrationsHost
{
    // For a migration, its second look at who blocks it, and one that is spare.
    private const int Connections = 3;

    public static Task<ExitCode> RunAsync(MigrationsCommand command) => ConfiguredRun.RunAsync(
        command.Context.ConfigPath, [.. command.Context.Log.Overrides], ProcessRole.Migrate, run => AnswerAsync(run, command));

    private static async Task<ExitCode> AnswerAsync(ConfiguredRun run, MigrationsCommand command)
    {
        await using var postgres = await run.OpenPostgresAsync();
        await using var database = await postgres.OpenAsOwnerAsync(Connections, run.Signals.Stop);
        var answer = command switch
        {
            ShowMigrations => StatusAnswer.Of(await new JournalReview(database).ReadAsync(run.Signals.Stop)),
            VerifyMigrations => VerifyAnswer.Of(await new JournalReview(database).ReadAsync(run.Signals.Stop)),
            RepairMigrations => RepairAnswer.Of(await new JournalReview(database).RepairAsync(run.Signals.Stop)),
            _ => throw new InvalidOperationException($"No answer to {command.GetType().Name}."),
        };
        await Console.Out.WriteLineAsync(command.Context.IsJson ? answer.Json : answer.Text);
        return answer.ExitCode;
    }
}
