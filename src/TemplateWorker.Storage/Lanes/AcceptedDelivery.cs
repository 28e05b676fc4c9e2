namespace TemplateWorker.Storage.Lanes;

/// <summary>A delivery that was just stored.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Template">The template it is for.</param>
/// <param name="Prior">
/// The greatest id below its own that was seen in its lane when it was stored, among those above the bound that the
/// caller gave; null when there was none. A reader that knows this one, or needs to know none, misses nothing.
/// </param>
public sealed record AcceptedDelivery(long Id, string Template, long? Prior);
