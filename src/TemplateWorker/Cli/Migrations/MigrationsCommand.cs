using TemplateWorker.Storage.Migrations.Kinds;

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

/// <summary><c>migrations plan</c>: show what the pending migrations will do.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record PlanMigrations(MigrationsContext Context) : MigrationsCommand(Context);

/// <summary><c>migrations apply</c>: apply the pending migrations.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
/// <param name="To">The last one; null for all.</param>
/// <param name="LegacyValues">What values are that look converted.</param>
internal sealed record ApplyMigrations(MigrationsContext Context, string? To, LegacyValues LegacyValues) : MigrationsCommand(Context);

/// <summary><c>migrations verify</c>: name the statements that were applied in another form.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record VerifyMigrations(MigrationsContext Context) : MigrationsCommand(Context);

/// <summary><c>migrations repair</c>: record the statements of this program.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record RepairMigrations(MigrationsContext Context) : MigrationsCommand(Context);

/// <summary><c>migrations baseline</c>: note all migrations as applied, if the schema is that of this program.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record WriteBaseline(MigrationsContext Context) : MigrationsCommand(Context);

/// <summary><c>migrations down</c>: undo a migration and those after it.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
/// <param name="Id">The oldest that is undone.</param>
/// <param name="IsConfirmed">Whether to do it, rather than to say what would be lost.</param>
internal sealed record UndoMigrations(MigrationsContext Context, string Id, bool IsConfirmed) : MigrationsCommand(Context);

/// <summary><c>migrations schema</c>: print the schema of the database.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
internal sealed record DumpSchema(MigrationsContext Context) : MigrationsCommand(Context);

/// <summary><c>migrations check</c>: compare the migrations of this program with the manifest in the source tree. Needs no database.</summary>
/// <param name="Context">What all commands about migrations have in common.</param>
/// <param name="Base">A revision whose migrations must not have changed; null for none.</param>
internal sealed record CheckMigrations(MigrationsContext Context, string? Base) : MigrationsCommand(Context);
