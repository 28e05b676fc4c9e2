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
