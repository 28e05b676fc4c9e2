namespace TemplateWorker.Storage.Accepting;

/// <summary>What a refused event means for the other events of its request.</summary>
public enum AcceptMode
{
    /// <summary>The others are stored.</summary>
    EachAlone,

    /// <summary>No event is stored.</summary>
    AllOrNothing,
}
