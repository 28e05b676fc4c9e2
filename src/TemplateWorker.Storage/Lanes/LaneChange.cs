namespace TemplateWorker.Storage.Lanes;

/// <summary>What pausing or resuming did.</summary>
public enum LaneChange
{
    /// <summary>It took effect.</summary>
    Changed,

    /// <summary>It was so already.</summary>
    Unchanged,

    /// <summary>The tenant has no template, and no lane, of that name.</summary>
    NotFound,
}
