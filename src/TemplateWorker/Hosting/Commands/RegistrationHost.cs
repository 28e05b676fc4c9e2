using TemplateWorker.Cli;
using TemplateWorker.Runs.Publishing;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Commands;

/// <summary><c>--worker-type register</c>: publishes the templates of a folder, prints what changed, and exits.</summary>
internal static class RegistrationHost
{
    private const int Connections = 3;

    public static Task<ExitCode> RunAsync(Register command) => ConfiguredRun.RunAsync(
        command.ConfigPath, [.. command.Log.Overrides], ProcessRole.Register, run => PublishAsync(run, command.TemplatesDirectory));

    private static async Task<ExitCode> PublishAsync(ConfiguredRun run, string directory)
    {
        var folder = TemplateFolder.Read(directory, run.Options.Limits);
        if (folder.Faults.Count > 0)
        {
            foreach (var folderFault in folder.Faults)
            {
                await System.Console.Error.WriteLineAsync(folderFault);
            }

            return ExitCode.Misuse;
        }

        await using var postgres = await run.OpenPostgresAsync();
        await using var database = await postgres.OpenDatabaseAsync(Connections, run.Signals.Stop);
        if (await SchemaCheck.FaultAsync(database, run.Signals.Stop) is { } fault)
        {
            await System.Console.Error.WriteLineAsync(fault);
            return ExitCode.Failed;
        }

        await using var probe = new EngineProbe(run.Options.Scripting, run.Signals.Stop);
        using var engine = EngineFactory.ForSharedProcess(run.Options.Scripting, await probe.HasGuard);
        var publisher = new FolderPublisher(
            engine, new AuditedTemplates(database), CommandLineActor.Current, run.Options.Limits, System.Console.Out, System.Console.Error);
        return await publisher.PublishAsync(folder.Templates, run.Signals.Stop) ? ExitCode.Done : ExitCode.Failed;
    }
}
