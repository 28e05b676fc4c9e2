namespace TemplateWorker.Cli.Migrations;

/// <summary>Show or change how the database's schema stands, then exit.</summary>
internal abstract record MigrationsCommand(MigrationsContext Context) : Command;

/// <summary>What all commands about migrations have in common.</summary>
/// <param name="ConfigPath">The configuration file.</param>
/// <param name="Log">The flags of the log.</param>
/// <param name="IsJson">Whether to print JSON instead of text.</param>
internal sealed record MigrationsContext(string ConfigPath, LogFlags Log, bool IsJson);

/// <summary><c>migrations status</c>: list all migrations and how they stand.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record ShowMigrations(MigrationsContext Context) : MigrationsCommand(Context);

/// <summary><c>migrations verify</c>: name the statements that were applied in another form.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record VerifyMigrations(MigrationsContext Context) : MigrationsCommand(Context);

/// <summary><c>migrations repair</c>: record the statements of this program.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record RepairMigrations(MigrationsContext Context) : MigrationsCommand(Context);
