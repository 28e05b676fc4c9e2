using Npgsql;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Migrations.Effects;
using TemplateWorker.Storage.Migrations.Kinds;

namespace TemplateWorker.Storage.Migrations.Planning;

/// <summary>Shows what pending migrations will do. Changes nothing, and takes no lock but that of reading.</summary>
internal sealed class MigrationPlan(Database database, IReadOnlyList<Migration> migrations)
{
    /// <summary>Plans the migrations of this binary.</summary>
    public MigrationPlan(Database database)
        : this(database, MigrationList.All)
    {
    }

    /// <summary>The pending migrations, in the order in which they will be applied.</summary>
    /// <exception cref="StorageException">The journal does not fit this binary, so that nothing would be applied; or the database failed.</exception>
    public async Task<IReadOnlyList<PlannedStep>> ReadAsync(CancellationToken cancellationToken)
    {
        var status = await new Migrator(database, TimeProvider.System, migrations).StatusAsync(cancellationToken);
        Migrator.RequireSound(status);
        var pending = status.Pending.Select(id => migrations.First(migration => migration.Id == id)).ToList();
        return await database.UseAsync((connection, cancel) => PlanAsync(connection, pending, cancel), cancellationToken);
    }

    private static async Task<IReadOnlyList<PlannedStep>> PlanAsync(NpgsqlConnection connection, List<Migration> pending, CancellationToken cancellationToken)
    {
        var rows = await CountAsync(connection, pending, cancellationToken);
        return
        [
            .. pending.Select(migration => new PlannedStep(
                migration.Id,
                migration is not SqlMigration,
                [.. migration.Statements.Select(statement => new PlannedStatement(statement.Text, [.. StatementEffects.Of(statement).Select(Plan).Where(IsWorthTelling)]))])),
        ];

        PlannedEffect Plan(StatementEffect effect) => new(effect, effect.Table is null ? null : rows[effect.Table]);
    }

    private static async Task<Dictionary<string, RowCount?>> CountAsync(NpgsqlConnection connection, List<Migration> pending, CancellationToken cancellationToken)
    {
        var tables = pending.SelectMany(migration => migration.Statements).SelectMany(StatementEffects.Of).Select(effect => effect.Table).OfType<string>();
        var rows = new Dictionary<string, RowCount?>(StringComparer.Ordinal);
        foreach (var table in tables.Distinct(StringComparer.Ordinal))
        {
            rows.Add(table, await RowCount.ReadAsync(connection, table, column: null, cancellationToken));
        }

        return rows;
    }

    // What is read may also be a function or an expression with a name.
    private static bool IsWorthTelling(PlannedEffect planned) => planned.Rows is not null || planned.Effect.Makes || planned.Effect.Lock > TableLock.RowShare;
}
