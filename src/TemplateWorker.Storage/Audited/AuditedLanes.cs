using System.Text.Json.Nodes;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Storage.Audited;

/// <summary>Pauses and resumes lanes, and records it in the same transaction. Safe for concurrent use.</summary>
public sealed class AuditedLanes(Database database)
{
    private readonly AuditLog _audit = new(database);

    /// <summary>As <see cref="LaneStore.PauseAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<LaneChange> PauseAsync(Actor by, TenantId tenant, string? template, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by, (transaction, token) => new LaneStore(transaction).PauseAsync(tenant, template, token),
        change => Entry("lanes.pause", tenant, template, change, isPaused: true), cancellationToken);

    /// <summary>As <see cref="LaneStore.ResumeAsync"/>.</summary>
    /// <exception cref="StorageException">The database failed.</exception>
    public Task<LaneChange> ResumeAsync(Actor by, TenantId tenant, string? template, CancellationToken cancellationToken) => _audit.ChangeAsync(
        by, (transaction, token) => new LaneStore(transaction).ResumeAsync(tenant, template, token),
        change => Entry("lanes.resume", tenant, template, change, isPaused: false), cancellationToken);

    private static AuditEntry? Entry(string action, TenantId tenant, string? template, LaneChange change, bool isPaused) =>
        change != LaneChange.Changed ? null : new AuditEntry
        {
            Action = action,
            Tenant = tenant,
            Subject = template ?? "",
            Before = new JsonObject { ["paused"] = !isPaused },
            After = new JsonObject { ["paused"] = isPaused },
        };
}
