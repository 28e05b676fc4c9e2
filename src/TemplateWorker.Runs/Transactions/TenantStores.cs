using TemplateWorker.Storage.Actions;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Runs.Transactions;

/// <summary>The stores that runs read from, on script threads.</summary>
internal sealed record TenantStores(
    Database Database, KeyValueStore Keys, TenantStateStore States, TemplateStore Templates, IdempotencyStore Idempotency, ScheduleStore Schedules,
    DeliveryStore Deliveries, ActionStore Actions)
{
    /// <summary>How often what was read may have gone, as in <see cref="Storage.Connecting.Database.Losses"/>.</summary>
    public long Losses => Database.Losses;

    /// <summary>All stores on one pool.</summary>
    public static TenantStores Of(Database database) => new(
        database,
        new KeyValueStore(database),
        new TenantStateStore(database),
        new TemplateStore(database),
        new IdempotencyStore(database),
        new ScheduleStore(database),
        new DeliveryStore(database),
        new ActionStore(database));
}
