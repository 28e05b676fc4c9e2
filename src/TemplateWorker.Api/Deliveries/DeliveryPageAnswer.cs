namespace TemplateWorker.Api.Deliveries;

/// <summary>A page of deliveries.</summary>
/// <param name="Items">By ascending id.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null when this is the last.</param>
internal sealed record DeliveryPageAnswer(IReadOnlyList<DeliveryItem> Items, long? NextAfter);
