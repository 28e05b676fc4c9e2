using CommandLine;

namespace TemplateWorker.Cli.Backups;

/// <summary>The flags of <c>backup</c>.</summary>
[Verb("backup", HelpText = "Take a backup of the database while it is in use, or verify one.")]
internal sealed class BackupFlags : PostgresToolFlags
{
    /// <summary>Whether a file that is there is replaced.</summary>
    [Option("overwrite", HelpText = "Replace the file if it exists.")]
    public bool Overwrite { get; init; }
}

/// <summary>The flags of <c>restore</c>.</summary>
[Verb("restore", HelpText = "Restore a backup into the configured database, which must be empty.")]
internal sealed class RestoreFlags : PostgresToolFlags;
