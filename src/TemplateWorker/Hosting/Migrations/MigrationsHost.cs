using TemplateWorker.Cli;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Planning;
using TemplateWorker.Storage.Migrations.Review;
using TemplateWorker.Storage.Migrations.Schema;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Migrations;

/// <summary><c>migrations</c> and <c>--worker-type migrate</c>: answers from the database, as the role that may change its schema, and exits.</summary>
internal static class MigrationsHost
{
    // For a migration, its second look at who blocks it, and one that is spare.
    private const int Connections = 3;

    public static Task<ExitCode> RunAsync(MigrationsCommand command) => command is CheckMigrations check
        ? CheckAsync(check)
        : ConfiguredRun.RunAsync(
            command.Context.ConfigPath, [.. command.Context.Log.Overrides], ProcessRole.Migrate, run => AnswerAsync(run, command.Context.IsJson, database => AnswerAsync(run, database, command)));

    public static Task<ExitCode> RunAsync(Migrate command) => ConfiguredRun.RunAsync(
        command.ConfigPath,
        [.. command.Log.Overrides],
        ProcessRole.Migrate,
        run => AnswerAsync(run, isJson: false, database => ApplyAnswer.RunAsync(run, database, to: null, command.LegacyValues)));

    private static async Task<ExitCode> AnswerAsync(ConfiguredRun run, bool isJson, Func<Database, Task<MigrationsAnswer>> answer)
    {
        await using var postgres = await run.OpenPostgresAsync();
        await using var database = await postgres.OpenAsOwnerAsync(Connections, run.Signals.Stop);
        return await PrintAsync(isJson, await answer(database));
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
        await PrintAsync(command.Context.IsJson, await ManifestAnswer.RunAsync(Environment.CurrentDirectory, command.Base, CancellationToken.None));

    private static async Task<ExitCode> PrintAsync(bool isJson, MigrationsAnswer answer)
    {
        await System.Console.Out.WriteLineAsync(isJson ? answer.Json : answer.Text);
        return answer.ExitCode;
    }
}
