using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Migrations.Seed;
using TemplateWorker.Storage.Migrations.Steps;
using TemplateWorker.Storage.Migrations.Steps.Actions;
using TemplateWorker.Storage.Migrations.Steps.Administration;

namespace TemplateWorker.Storage.Migrations;

/// <summary>
/// Every migration of this binary, in the order in which they are applied. New ones go to the end; none is ever removed,
/// renamed or moved.
/// </summary>
internal static class MigrationList
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        // The first five existed before this program: databases have them in their journals under these ids.
        new KhronosValueV2(),
        new KvGeneric(),
        new Seed.TenantState(),
        new CleanupV8(),
        new DropTenantKvExpiresAt(),

        new KvExpiry(),
        new KvPlainValues(),
        new KvScopesSorted(),
        new KvLimits(),
        new KvKeyC(),
        new TemplateTables(),
        new IdempotencyTable(),
        new TenantChangeNotifications(),
        new TemplateSubscriptions(),
        new SlotTables(),
        new LaneTables(),
        new HistoryTables(),
        new ScheduleTable(),
        new EmitFunction(),
        new NotNullNames(),
        new FunctionsPinned(),
        new TimedWork(),
        new EmitWithinLimit(),
        new TenantUsageTable(),
        new ActionTables(),
        new ActionFunctions(),
        new EventResultTable(),
        new DeadActionIndex(),
        new TraceParents(),
        new TemplateCode(),
        new AuditTable(),
        new TokensTable(),
        new TokenNotifications(),
        new TenantsTable(),
    ];
}
