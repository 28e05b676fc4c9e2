using TemplateWorker.Storage.Idempotency;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;

namespace TemplateWorker.Runs.Transactions;

/// <summary>What runs read from, on the script threads.</summary>
internal sealed record TenantStores(
    KeyValueStore Keys, TenantStateStore States, TemplateStore Templates, IdempotencyStore Idempotency, ScheduleStore Schedules,
    DeliveryStore Deliveries);
