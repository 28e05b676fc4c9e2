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

    /// <summary>The supervisor's connections as the owner of the tables, when that is a role of its own.</summary>
    public const int Owner = 2;

    /// <summary>The fault, with the calculation; null if the server allows all connections.</summary>
    /// <param name="workers">The workers' pools.</param>
    /// <param name="hasOwner">Whether <c>meta.migrate_postgres_url</c> is given.</param>
    /// <param name="server">What the server allows.</param>
    public static string? Fault(WorkersOptions workers, bool hasOwner, ServerCapacity server)
    {
        var pools = workers.Count * workers.MaxDbConnections;
        var supervisor = Requests + Background + (hasOwner ? Owner : 0);
        var wanted = pools + supervisor;
        var free = server.MaxConnections - server.Reserved - server.InUseByOthers;
        return wanted <= free
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"""
                The workers' pools need {workers.Count} × {workers.MaxDbConnections} = {pools} connections and the supervisor {supervisor}, {wanted} in all, but the server has {free} free (max_connections {server.MaxConnections}, reserved {server.Reserved}, in use {server.InUseByOthers}). Lower workers.count or workers.max_db_connections (--process-workers, --max-db-connections), or raise max_connections of the server.
                """);
    }
}
