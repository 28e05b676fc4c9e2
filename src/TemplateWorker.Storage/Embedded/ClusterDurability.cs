namespace TemplateWorker.Storage.Embedded;

/// <summary>What a committed transaction survives.</summary>
public enum ClusterDurability
{
    /// <summary>The loss of power: every commit is on disk before it is confirmed.</summary>
    Durable,

    /// <summary>Nothing: commits do not wait for the disk, and the folder is removed with the end of the server. For tests.</summary>
    Volatile,
}
