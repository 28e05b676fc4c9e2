using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Steps.Actions;

/// <summary>
/// The way to the actions that died first, which are removed when they are no longer kept; and to those that came into their channels last, for
/// streams.
/// </summary>
/// <remarks>The latter is an index of an expression, so that no plan takes it for the order of one channel.</remarks>
internal sealed class DeadActionIndex() : SqlMigration("dead_actions", """
    create index actions_died on actions (died_at) where died_at is not null;
    create index actions_position on actions ((position + 0)) where position is not null
    """, """
    drop index actions_position;
    drop index actions_died
    """);
