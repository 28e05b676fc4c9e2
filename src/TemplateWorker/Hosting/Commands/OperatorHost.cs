using TemplateWorker.Administration;
using TemplateWorker.Cli;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Commands;

/// <summary>Answers an operator's command from the database, whether or not a supervisor runs, and exits.</summary>
internal static class OperatorHost
{
    private const int Connections = 2;

    public static Task<ExitCode> RunAsync(OperatorCommand command) => ConfiguredRun.RunAsync(
        command.Context.ConfigPath, [.. command.Context.Log.Overrides], ProcessRole.Operator, run => AnswerAsync(run, command));

    private static async Task<ExitCode> AnswerAsync(ConfiguredRun run, OperatorCommand command)
    {
        await using var postgres = await run.OpenPostgresAsync();
        await using var database = await postgres.OpenDatabaseAsync(Connections, run.Signals.Stop);
        if (await SchemaCheck.FaultAsync(database, run.Signals.Stop) is { } fault)
        {
            await System.Console.Error.WriteLineAsync(fault);
            return ExitCode.Failed;
        }

        switch (await new OperatorCommands(database, new AuditedStores(database), CommandLineActor.Current, run.Options.Limits).AnswerAsync(command, run.Signals.Stop))
        {
            case Report.Lines(var lines):
                await foreach (var line in lines)
                {
                    await System.Console.Out.WriteLineAsync(line);
                }

                return ExitCode.Done;
            case Report.Done(var json, var text):
                await System.Console.Out.WriteLineAsync(command.Context.IsJson ? json : text);
                return ExitCode.Done;
            case Report.Refused(var reason):
                await System.Console.Error.WriteLineAsync(reason);
                return ExitCode.Failed;
            case var other:
                throw new InvalidOperationException($"Unknown report type {other.GetType().Name}.");
        }
    }
}
