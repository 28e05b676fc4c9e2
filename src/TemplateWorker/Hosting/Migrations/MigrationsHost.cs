using TemplateWorker.Cli;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Planning;
using TemplateWorker.Storage.Migrations.Review;
using TemplateWorker.Storage.Migrations.Schema;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Migrations;

/// <summary><c>migrations</c>: answers from the database, as the role that may change its schema, and exits.</summary>
internal static class MigrationsHost
{
    // For a migration, its second look at who blocks it, and one that is spare.
    private const int Connections = 3;

    public static Task<ExitCode> RunAsync(MigrationsCommand command) => command is CheckMigrations check
        ? CheckAsync(check)
        : ConfiguredRun.RunAsync(
            command.Context.ConfigPath, [.. command.Context.Log.Overrides], ProcessRole.Migrate, run => AnswerAsync(run, command));

    private static async Task<ExitCode> AnswerAsync(ConfiguredRun run, MigrationsCommand command)
    {
        await using var postgres = await run.OpenPostgresAsync();
        await using var database = await postgres.OpenAsOwnerAsync(Connections, run.Signals.Stop);
        return await PrintAsync(command, await AnswerAsync(run, database, command));
    }

    private static async Task<MigrationsAnswer> AnswerAsync(ConfiguredRun run, Database database, MigrationsCommand command) => command switch
    {
        ShowMigrations => StatusAnswer.Of(await new JournalReview(database).ReadAsync(run.Signals.Stop)),
        PlanMigrations => PlanAnswer.Of(await new MigrationPlan(database).ReadAsync(run.Signals.Stop)),
        ApplyMigrations apply => await ApplyAnswer.RunAsync(run, database, apply.To, apply.LegacyValues),
        VerifyMigrations => VerifyAnswer.Of(await new JournalReview(database).ReadAsync(run.Signals.Stop)),
        RepairMigrations => RepairAnswer.Of(await new JournalReview(database).RepairAsync(run.Signals.Stop)),
        WriteBaseline => BaselineAnswer.Of(await new Baseline(database).WriteAsync(run.Signals.Stop)),
        UndoMigrations undo => await UndoAnswer.RunAsync(run, database, undo),
        DumpSchema => SchemaAnswer.Of(await SchemaDump.ReadAsync(database, run.Signals.Stop)),
        _ => throw new InvalidOperationException($"No answer to {command.GetType().Name}."),
    };

    private static async Task<ExitCode> CheckAsync(CheckMigrations command) =>
        await PrintAsync(command, await ManifestAnswer.RunAsync(Environment.CurrentDirectory, command.Base, CancellationToken.None));

    private static async Task<ExitCode> PrintAsync(MigrationsCommand command, MigrationsAnswer answer)
    {
        await Console.Out.WriteLineAsync(command.Context.IsJson ? answer.Json : answer.Text);
        return answer.ExitCode;
    }
}
