using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Actions.Pulling;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Storage.History;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Leases;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Operating;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Storage.Results;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Storage.Usage;
using TemplateWorker.Supervision.Accepting;
using TemplateWorker.Supervision.Loops;
using TemplateWorker.Supervision.Pool;
using TemplateWorker.Supervision.Timekeeping;

namespace TemplateWorker.Api.Server;

/// <summary>Dependencies of the HTTP server. The caller owns them and disposes them after the server.</summary>
internal sealed record HttpServerParts
{
    /// <summary>Where the server listens.</summary>
    public required AddrsOptions Addrs { get; init; }

    /// <summary>Who may call; empty: every caller, for <see cref="AddrsOptions.Open"/> alone.</summary>
    public required IReadOnlyList<TokenOptions> Tokens { get; init; }

    /// <summary>Who may call beside them: the tokens of the database.</summary>
    public required IssuedTokens Issued { get; init; }

    /// <summary>The tenants whose events are refused.</summary>
    public required SuspendedTenants Suspended { get; init; }

    /// <summary>What is changed with a line in the audit log.</summary>
    public required AuditedStores Audited { get; init; }

    public required LimitOptions Limits { get; init; }

    public required WorkerPool Pool { get; init; }

    /// <summary>The background work whose state is shown.</summary>
    public required LoopKeeper Loops { get; init; }

    /// <summary>Stores events.</summary>
    public required EventAcceptor Acceptor { get; init; }

    /// <summary>The callers that wait for results of stored events.</summary>
    public required EventWaits Waits { get; init; }

    public required DeliveryStore Deliveries { get; init; }

    public required EventResultStore Results { get; init; }

    /// <summary>How long results are kept.</summary>
    public required RetentionOptions Retention { get; init; }

    public required ActionOperations Actions { get; init; }

    public required PullStore Pull { get; init; }

    public required RouteStore ActionRoutes { get; init; }

    /// <summary>Which supervisors live.</summary>
    public required LeaseStore Leases { get; init; }

    public required LaneStore Lanes { get; init; }

    public required PolicyStore Policies { get; init; }

    public required ScheduleStore Schedules { get; init; }

    public required HistoryStore History { get; init; }

    public required LogStore Logs { get; init; }

    public required KeyValueStore Keys { get; init; }

    public required UsageStore Usage { get; init; }

    public required TenantStateStore States { get; init; }

    public required TemplateStore Templates { get; init; }

    /// <summary>Tells whether the database answers and has the right schema.</summary>
    public required Migrator Migrator { get; init; }

    /// <summary>Tells whether the database takes writes.</summary>
    public required WriteCheck Writes { get; init; }

    /// <summary>The pages for people.</summary>
    public ConsoleOptions ConsoleOptions { get; init; } = new();

    /// <summary>Makes what serves them; null when they are not served.</summary>
    public ConsoleFactory? Console { get; init; }

    /// <summary>What <c>/metrics</c> shows.</summary>
    public required MeterProvider Metrics { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required TimeProvider Time { get; init; }
}
