namespace TemplateWorker.Storage.Embedded;

/// <summary>Where an embedded cluster lives and how it is run.</summary>
public sealed record EmbeddedClusterOptions
{
    /// <summary>The folder that holds the cluster and nothing else. It is made when it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether commits reach the disk; they do unless a test says otherwise.</summary>
    public ClusterDurability Durability { get; init; } = ClusterDurability.Durable;

    /// <summary>How long the server may take to start, recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The folder of the server's programs; null means that they are searched for, see <see cref="ServerBinaries.FindAsync"/>.</summary>
    internal string? ProgramFolder { get; init; }
}

/// <summary>What a committed transaction survives.</summary>
public enum ClusterDurability
{
    /// <summary>The loss of power: every commit is on disk before it is confirmed.</summary>
    Durable,

    /// <summary>Nothing: commits do not wait for the disk, and the folder is removed with the end of the server. For tests.</summary>
    Volatile,
}
