namespace TemplateWorker.Storage.Deaths;

/// <summary>What becomes of a delivery whose worker died.</summary>
public enum DeathVerdict
{
    /// <summary>It is tried again.</summary>
    Again,

    /// <summary>It died as often as it may, and is a dead letter now.</summary>
    Quarantined,

    /// <summary>It died as often as it may, and holds its lane until somebody replays or drops it.</summary>
    Parked,
}
