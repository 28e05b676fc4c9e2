namespace TemplateWorker.Storage.Deaths;

/// <summary>What happens to a delivery whose worker died.</summary>
public enum DeathVerdict
{
    /// <summary>It is tried again.</summary>
    Again,

    /// <summary>It reached the limit of deaths, and is now a dead letter.</summary>
    Quarantined,

    /// <summary>It reached the limit of deaths, and holds its lane until it is replayed or dropped.</summary>
    Parked,
}
