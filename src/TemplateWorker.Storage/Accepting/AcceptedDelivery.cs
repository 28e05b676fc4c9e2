namespace TemplateWorker.Storage.Accepting;

/// <summary>A delivery that was just stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Template">The template it is for.</param>
/// <param name="Priors">
/// What must be known to a reader that takes the delivery without reading its lane: the one before it in the same call, or else
/// all that were seen in its lane when it was stored, with ids above the bound that the caller gave. Null when these were more
/// than <see cref="MostPriors"/>: its lane must be read.
/// </param>
public sealed record AcceptedDelivery(long Id, string Template, IReadOnlyList<long>? Priors)
{
    /// <summary>The most that are told. A lane with more waiting has no turn to give soon.</summary>
    public const int MostPriors = 16;
}
