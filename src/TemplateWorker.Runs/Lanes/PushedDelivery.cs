using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Runs.Lanes;

/// <summary>A delivery that somebody else has just stored.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Priors">Those before it in its lane, above the bound that this worker had told; see <see cref="AcceptedDelivery"/>.</param>
internal sealed record PushedDelivery(Delivery Delivery, IReadOnlyList<long> Priors);
