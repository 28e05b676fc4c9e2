using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Results;

namespace TemplateWorker.Api.Events;

/// <summary>Shows what became of a stored event.</summary>
/// <param name="store">Knows it.</param>
/// <param name="kept">How long results are kept.</param>
/// <param name="time">Tells which are gone.</param>
internal sealed class EventStatusEndpoint(EventResultStore store, TimeSpan kept, TimeProvider time)
{
    public async Task<Reply> ReadAsync(ApiCall call)
    {
        var (id, problem) = call.OnlyUuid(ApiPaths.Event, "an event's id");
        if (problem is not null)
        {
            return problem;
        }

        var deliveries = await store.ReadAsync(call.Tenant, id, call.Aborted);
        return deliveries.Count > 0
            ? Reply.Ok(EventStatusAnswers.Of(id, deliveries[0].EventName, deliveries, time.GetUtcNow() - kept), EventsJson.Default.EventStatusAnswer)
            : new Problem(
                ProblemKinds.UnknownEvent,
                $"{call.Tenant} has no event {id}: no template subscribed to it, its deliveries were dropped before they ran, its history is no longer kept, or it never existed.");
    }
}
