namespace TemplateWorker.Storage.Committing.Parts;

/// <summary>A part whose rows are deliveries, which may be gone.</summary>
internal interface IDeliveryPart
{
    /// <summary>Selects the numbers (<c>no</c>) of runs whose delivery is no longer there at its attempt.</summary>
    string Gone { get; }
}
