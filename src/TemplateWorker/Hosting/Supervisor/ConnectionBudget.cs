using System.Globalization;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Supervision;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Whether the server has room for all connections that the workers and the supervisor may open. Pure.</summary>
internal static class ConnectionBudget
{
    /// <summary>The supervisor's for requests: HTTP reads and writes, readiness, accepting, what is due.</summary>
    public const int Requests = 10;

    /// <summary>
    /// The supervisor's for what must not wait behind requests, and for what needs a session: heartbeats of its lease,
    /// hearing of changes, migrations.
    /// </summary>
    public const int Background = 3;

    /// <summary>All of the supervisor's own.</summary>
    public const int Supervisor = Requests + Background;

    /// <summary>Says what is wrong, with the sum, or null when there is room.</summary>
    public static string? Fault(WorkersOptions workers, ServerCapacity server)
    {
        var pools = workers.Count * workers.MaxDbConnections;
        var wanted = pools + Supervisor;
        var free = server.MaxConnections - server.Reserved - server.InUseByOthers;
        return wanted <= free
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"""
                The workers' pools need {workers.Count} × {workers.MaxDbConnections} = {pools} connections and the supervisor {Supervisor}, {wanted} in all, but the server has {free} free (max_connections {server.MaxConnections}, reserved {server.Reserved}, in use {server.InUseByOthers}). Lower workers.count or workers.max_db_connections (--process-workers, --max-db-connections), or raise max_connections of the server.
                """);
    }
}
