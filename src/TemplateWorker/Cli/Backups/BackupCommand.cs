namespace TemplateWorker.Cli.Backups;

/// <summary>Take, verify or restore a backup of the database, then exit.</summary>
/// <param name="Context">What all of them have in common.</param>
/// <param name="File">The file of the backup.</param>
internal abstract record BackupCommand(BackupContext Context, string File) : Command;

/// <summary>What all commands about backups have in common.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="Log">The flags of the log.</param>
/// <param name="IsJson">Whether to print JSON instead of text.</param>
/// <param name="ProgramFolder">Where <c>pg_dump</c> and <c>pg_restore</c> are; null to look for them.</param>
internal sealed record BackupContext(string ConfigPath, LogFlags Log, bool IsJson, string? ProgramFolder);

/// <summary><c>backup FILE</c>: take a backup.</summary>
/// <param name="Context">What all of them have in common.</param>
/// <param name="File">The file that is made.</param>
/// <param name="IsReplacing">Whether a file of that name is replaced.</param>
internal sealed record TakeBackup(BackupContext Context, string File, bool IsReplacing) : BackupCommand(Context, File);

/// <summary><c>backup verify FILE</c>: restore a backup into a database of its own and drop that.</summary>
/// <param name="Context">What all of them have in common.</param>
/// <param name="File">The file.</param>
internal sealed record VerifyBackup(BackupContext Context, string File) : BackupCommand(Context, File);

/// <summary><c>restore FILE</c>: restore a backup into the empty database of the configuration.</summary>
/// <param name="Context">What all of them have in common.</param>
/// <param name="File">The file.</param>
internal sealed record RestoreBackup(BackupContext Context, string File) : BackupCommand(Context, File);
