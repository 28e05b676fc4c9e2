namespace TemplateWorker.Storage.Policies;

/// <summary>What becomes of a lane when one of its deliveries is given up.</summary>
public enum ExhaustedAction
{
    /// <summary>The delivery becomes a dead letter, and the lane continues.</summary>
    Skip,

    /// <summary>The lane stops until the delivery is replayed or dropped.</summary>
    Park,
}
