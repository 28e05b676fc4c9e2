namespace TemplateWorker.Storage.Accepting;

/// <summary>What one event that is refused means for the others of its request.</summary>
public enum AcceptMode
{
    /// <summary>Nothing: the others are stored.</summary>
    EachAlone,

    /// <summary>None is stored.</summary>
    AllOrNothing,
}
