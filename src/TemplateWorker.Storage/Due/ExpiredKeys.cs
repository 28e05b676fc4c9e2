namespace TemplateWorker.Storage.Due;

/// <summary>What a pass over the expired keys did.</summary>
/// <param name="Due">How many were found expired.</param>
/// <param name="Settled">How many of them this pass dealt with; another session wrote or holds the others, or another pass was first.</param>
/// <param name="Deliveries">How many deliveries were made.</param>
public sealed record ExpiredKeys(int Due, int Settled, int Deliveries)
{
    /// <summary>How many deliveries were not made, because the tenant's queue is full or the chain of events behind the key is too long.</summary>
    public int Silenced { get; init; }
}
