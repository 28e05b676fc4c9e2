using System.Text;

namespace TemplateWorker.Storage.Embedded;

/// <summary>The layout of an embedded cluster's folder.</summary>
internal sealed class ClusterFolder
{
    // sun_path of unix(7) holds 108 bytes with the closing zero.
    private const int MaxSocketPathBytes = 107;

    public ClusterFolder(string directory)
    {
        Root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
    }

    public string Root { get; }

    /// <summary>PostgreSQL's data directory.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>The data directory while initdb fills it: it is renamed only when it is complete.</summary>
    public string UnfinishedData => Path.Combine(Root, "data.new");

    /// <summary>The folder of the Unix socket, closed to other users.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>The superuser's random password, for psql and the like; readable by the owner alone.</summary>
    public string Password => Path.Combine(Root, "password");

    /// <summary>What the server prints.</summary>
    public string Log => Path.Combine(Root, "server.log");

    /// <summary>Held by the process that runs the cluster, for as long as it does.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>The server's own lock file, which also tells where it listens and whether it is ready.</summary>
    public string PostmasterPid => Path.Combine(Data, "postmaster.pid");

    /// <summary>Whether there is a complete cluster.</summary>
    public bool HasCluster => File.Exists(Path.Combine(Data, "PG_VERSION"));

    /// <summary>
    /// Whether the socket can be connected to: its path must fit into a socket address, whatever the port, and the driver
    /// takes a comma for the start of another host.
    /// </summary>
    public bool CanUseSocket => Encoding.UTF8.GetByteCount(Path.Combine(Run, ".s.PGSQL.65535")) <= MaxSocketPathBytes
        && !Run.Contains(',', StringComparison.Ordinal);
}
