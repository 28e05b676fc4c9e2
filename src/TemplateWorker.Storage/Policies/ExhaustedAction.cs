namespace TemplateWorker.Storage.Policies;

/// <summary>What becomes of a lane when one of its deliveries is given up.</summary>
public enum ExhaustedAction
{
    /// <summary>The delivery becomes a dead letter, the lane goes on.</summary>
    Skip,

    /// <summary>The lane stops, in order, until somebody replays or drops the delivery.</summary>
    Park,
}
