using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Storage.Audited;

/// <summary>All that operators change, each change with its line in the audit log. Safe for concurrent use.</summary>
public sealed class AuditedStores(Database database)
{
    /// <summary>The log itself.</summary>
    public AuditLog Log { get; } = new(database);

    /// <summary>Issued tokens.</summary>
    public TokenStore Tokens { get; } = new(database);

    /// <summary>Actions that were not taken.</summary>
    public AuditedActions Actions { get; } = new(database);

    /// <summary>Bans of tenants.</summary>
    public AuditedBans Bans { get; } = new(database);

    /// <summary>Deliveries.</summary>
    public AuditedDeliveries Deliveries { get; } = new(database);

    /// <summary>Idempotency keys.</summary>
    public AuditedIdempotencyKeys IdempotencyKeys { get; } = new(database);

    /// <summary>Lanes.</summary>
    public AuditedLanes Lanes { get; } = new(database);

    /// <summary>Retry policies.</summary>
    public AuditedPolicies Policies { get; } = new(database);

    /// <summary>Routes that push actions.</summary>
    public AuditedRoutes Routes { get; } = new(database);

    /// <summary>Schedules.</summary>
    public AuditedSchedules Schedules { get; } = new(database);

    /// <summary>Suspensions of tenants.</summary>
    public SuspensionStore Suspensions { get; } = new(database);

    /// <summary>Templates.</summary>
    public AuditedTemplates Templates { get; } = new(database);
}
