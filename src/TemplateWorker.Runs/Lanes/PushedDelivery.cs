using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Runs.Lanes;

/// <summary>A delivery that a supervisor has just stored and passed on.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Priors">Ids of earlier deliveries in its lane, above the bound that this worker had reported; see <see cref="AcceptedDelivery"/>.</param>
internal sealed record PushedDelivery(Delivery Delivery, IReadOnlyList<long> Priors);
