using Microsoft.Extensions.Logging;
using TemplateWorker.Accepting;
using TemplateWorker.Configuration.Options;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Lanes;
using TemplateWorker.Storage.Logs;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Schedules;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Supervision;

namespace TemplateWorker.Http;

/// <summary>What the HTTP server works with; all of it is somebody else's, to be disposed after the server.</summary>
internal sealed record HttpServerParts
{
    /// <summary>Address, tokens and limits.</summary>
    public required RootOptions Options { get; init; }

    public required WorkerPool Pool { get; init; }

    /// <summary>Stores events.</summary>
    public required EventAcceptor Acceptor { get; init; }

    public required DeliveryStore Deliveries { get; init; }

    public required LaneStore Lanes { get; init; }

    public required PolicyStore Policies { get; init; }

    public required ScheduleStore Schedules { get; init; }

    public required HistoryStore History { get; init; }

    public required LogStore Logs { get; init; }

    public required KeyValueStore Keys { get; init; }

    public required TenantStateStore States { get; init; }

    public required TemplateStore Templates { get; init; }

    /// <summary>Tells whether the database answers and has the right schema.</summary>
    public required Migrator Migrator { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required TimeProvider Time { get; init; }
}
