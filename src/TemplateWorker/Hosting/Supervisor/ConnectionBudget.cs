using System.Globalization;
using TemplateWorker.Storage.Connecting;
using TemplateWorker.Supervision;

namespace TemplateWorker.Hosting.Supervisor;

/// <summary>Whether the server allows all connections that the workers and the supervisor may open. Pure.</summary>
internal static class ConnectionBudget
{
    /// <summary>The supervisor's connections for requests: HTTP reads and writes, readiness, accepting events, due work.</summary>
    public const int Requests = 10;

    /// <summary>
    /// The supervisor's connections for work that must not wait behind requests or that needs a session: lease renewals,
    /// change notifications, migrations.
    /// </summary>
    public const int Background = 3;

    /// <summary>All connections of the supervisor.</summary>
    public const int Supervisor = Requests + Background;

    /// <summary>The fault, with the calculation; null if the server allows all connections.</summary>
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
