using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Events;

/// <summary>What became of many events.</summary>
/// <param name="Accepted">How many were stored now.</param>
/// <param name="Repeated">How many had been stored before, under the same idempotency key.</param>
/// <param name="Deliveries">How many deliveries were made now.</param>
/// <param name="Failed">How many were refused.</param>
/// <param name="Errors">The first 100 of them.</param>
internal sealed record BulkAnswer(int Accepted, int Repeated, int Deliveries, int Failed, IReadOnlyList<LineError> Errors);
