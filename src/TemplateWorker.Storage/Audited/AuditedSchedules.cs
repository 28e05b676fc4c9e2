using System.Text.Json.Nodes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Schedules;

namespace TemplateWorker.Storage.Audited;

/// <summary>Writes and removes schedules, and records it, without their payloads, in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedSchedules(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="ScheduleStore.WriteAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed, or the content cannot be stored.</exception>
    public async Task<ScheduleOutcome> WriteAsync(
        Actor by, TenantId tenant, string name, ScheduleContent content, int maxSchedules, CancellationToken cancellationToken)
    {
        var (outcome, _) = await _audit.ChangeAsync(
            by,
            async (transaction, token) =>
            {
                var store = new ScheduleStore(transaction);
                var before = await store.ReadAsync(tenant, name, token);
                return (await store.WriteAsync(tenant, name, content, maxSchedules, token), before);
            },
            change => change is (ScheduleOutcome.Written written, var before)
                ? Entry("schedules.set", tenant, name, before?.Content, written.Schedule.Content)
                : null,
            cancellationToken);
        return outcome;
    }

    /// <summary>As <see cref="ScheduleStore.DeleteAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public async Task<bool> DeleteAsync(Actor by, TenantId tenant, string name, CancellationToken cancellationToken)
    {
        var (wasThere, _) = await _audit.ChangeAsync(
            by,
            async (transaction, token) =>
            {
                var store = new ScheduleStore(transaction);
                var before = await store.ReadAsync(tenant, name, token);
                return (await store.DeleteAsync(tenant, name, token), before);
            },
            change => change is (true, var before) ? Entry("schedules.remove", tenant, name, before?.Content, null) : null,
            cancellationToken);
        return wasThere;
    }

    private static AuditEntry Entry(string action, TenantId tenant, string name, ScheduleContent? before, ScheduleContent? after) => new()
    {
        Action = action,
        Tenant = tenant,
        Subject = name,
        Before = before is null ? null : State(before),
        After = after is null ? null : State(after),
    };

    private static JsonObject State(ScheduleContent content) => new()
    {
        ["cron"] = content.Cron,
        ["timezone"] = content.TimeZone,
        ["event"] = content.EventName,
        ["template"] = content.Template,
    };
}
