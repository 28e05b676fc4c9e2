using Microsoft.Extensions.Logging;
using TemplateWorker.Cli;
using TemplateWorker.Cli.Backups;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Backups;
using TemplateWorker.Storage.Migrations.Journal;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Hosting.Backups;

/// <summary><c>backup</c> and <c>restore</c>: work on the whole database as the role that owns its tables, and exit.</summary>
internal static partial class BackupHost
{
    public static Task<ExitCode> RunAsync(BackupCommand command) => ConfiguredRun.RunAsync(
        command.Context.ConfigPath, [.. command.Context.Log.Overrides], ProcessRole.Operator, run => AnswerAsync(run, command));

    private static async Task<ExitCode> AnswerAsync(ConfiguredRun run, BackupCommand command)
    {
        var started = TimeProvider.System.GetTimestamp();
        await using var postgres = await run.OpenPostgresAsync();
        var report = command switch
        {
            TakeBackup take => BackupReport.Taken(take.File, await TakeAsync(run, postgres, take)),
            VerifyBackup verify => BackupReport.Verified(verify.File, await Restoring(postgres, verify).VerifyAsync(verify.File, run.Signals.Stop)),
            RestoreBackup restore => BackupReport.Restored(restore.File, await RestoreAsync(run, postgres, restore)),
            _ => throw new InvalidOperationException($"No answer to {command.GetType().Name}."),
        };
        var told = report with { DurationMs = (long)TimeProvider.System.GetElapsedTime(started).TotalMilliseconds };
        await System.Console.Out.WriteLineAsync(command.Context.IsJson ? told.Json() : told.Text());
        return told.Differences.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async Task<BackupManifest> TakeAsync(ConfiguredRun run, PostgresAccess postgres, TakeBackup command)
    {
        // Said before minutes of work, and again by the move at the end.
        if (File.Exists(command.File) && !command.IsReplacing)
        {
            throw new StorageException(StorageFault.BackupFailed, $"{command.File} exists. Name another file, or replace it with --overwrite.");
        }

        var logger = run.Loggers.CreateLogger(typeof(BackupHost));
        await using var database = await postgres.OpenAsOwnerAsync(maxConnections: 2, run.Signals.Stop);
        return await new BackupTaking(database, postgres.OwnerConnectionString, command.Context.ProgramFolder).RunAsync(
            command.File, ThisProgram.Version, TimeProvider.System, bytes => Log.Progress(logger, bytes), run.Signals.Stop);
    }

    private static async Task<RestoredBackup> RestoreAsync(ConfiguredRun run, PostgresAccess postgres, RestoreBackup command)
    {
        // A new embedded cluster has no role for workers yet, and the backup gives it rights.
        await postgres.WorkerConnectionStringAsync(run.Signals.Stop);
        return await Restoring(postgres, command).RestoreAsync(command.File, run.Signals.Stop);
    }

    private static BackupRestoring Restoring(PostgresAccess postgres, BackupCommand command) => new(postgres.OwnerConnectionString, command.Context.ProgramFolder);

    private static partial class Log
    {
        [LoggerMessage(1801, LogLevel.Information, "The backup has {Bytes} bytes so far.")]
        public static partial void Progress(ILogger logger, long bytes);
    }
}
