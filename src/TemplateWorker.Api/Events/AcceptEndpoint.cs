using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Supervision.Accepting;

namespace TemplateWorker.Api.Events;

/// <summary>Stores an event and answers before it runs.</summary>
internal sealed class AcceptEndpoint(EventAcceptor acceptor, NewEvents checks)
{
    /// <param name="call">The request.</param>
    /// <param name="envelope">The event as it was sent.</param>
    public async Task<Reply> AcceptAsync(ApiCall call, EventEnvelope envelope)
    {
        string? key = call.Context.Request.Headers[EventsEndpoint.IdempotencyKey];
        var (given, problem) = checks.Check(call.Tenant, envelope, key);
        if (problem is not null)
        {
            return problem;
        }

        var reply = await acceptor.AcceptAsync(given, call.Aborted);
        return reply switch
        {
            AcceptReply.Answered(AcceptOutcome.Accepted accepted) => Stored(new AcceptedAnswer(accepted.EventId, accepted.Deliveries)),
            AcceptReply.Answered(AcceptOutcome.Repeated repeated) => Stored(new AcceptedAnswer(repeated.EventId, repeated.Deliveries)),
            _ => AcceptProblems.Of(reply, call.Tenant)!,
        };
    }

    private static Reply Stored(AcceptedAnswer answer) =>
        Reply.Accepted(answer, EventsJson.Default.AcceptedAnswer);
}
