using System.Globalization;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Results;
using TemplateWorker.Supervision.Accepting;

namespace TemplateWorker.Api.Events;

/// <summary>Stores an event and answers before it runs; or, when its sender prefers to wait, after.</summary>
/// <param name="acceptor">Stores it.</param>
/// <param name="waits">The callers that wait.</param>
/// <param name="checks">Checks it.</param>
/// <param name="kept">How long results are kept.</param>
/// <param name="time">Tells which results are still kept.</param>
internal sealed class AcceptEndpoint(EventAcceptor acceptor, EventWaits waits, NewEvents checks, TimeSpan kept, TimeProvider time)
{
    /// <param name="call">The request.</param>
    /// <param name="envelope">The event as it was sent.</param>
    public async Task<Reply> AcceptAsync(ApiCall call, EventEnvelope envelope)
    {
        var headers = call.Context.Request.Headers;
        var (seconds, preferProblem) = PreferHeader.ReadWait(headers[PreferHeader.Name]);
        var (given, problem) = checks.Check(call.Tenant, envelope, headers[EventsEndpoint.IdempotencyKey], EventRules.TraceOf(call.Context.Request));
        if ((preferProblem ?? problem) is { } refusal)
        {
            return refusal;
        }

        if (seconds is null || given.Delay is not null || given.NotBefore is not null)
        {
            var (stored, refused) = await StoreAsync(call, given);
            return refused is null ? Stored(stored) : refused;
        }

        // Before the event is stored, so that no report of a worker is missed.
        using var wait = waits.TryEnter();
        var (outcome, storeProblem) = await StoreAsync(call, given);
        return storeProblem is null ? await WaitAsync(call, given.Name, outcome, wait, seconds.Value) : storeProblem;
    }

    private async Task<Checked<AcceptOutcome>> StoreAsync(ApiCall call, NewEvent given)
    {
        var reply = await acceptor.AcceptAsync(given, call.Aborted);
        return AcceptProblems.Of(reply, call.Tenant) is { } problem ? problem : ((AcceptReply.Answered)reply).Outcome;
    }

    private static Reply Stored(AcceptOutcome outcome)
    {
        var (id, deliveries, _) = Told(outcome);
        return Reply.Accepted(new AcceptedAnswer(id, deliveries), EventsJson.Default.AcceptedAnswer);
    }

    private static (Guid Id, int Deliveries, IReadOnlyList<long> Known) Told(AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.Accepted accepted => (accepted.EventId, accepted.Deliveries, [.. accepted.Ready.Select(delivery => delivery.Id)]),
        AcceptOutcome.Repeated repeated => (repeated.EventId, repeated.Deliveries, []),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} has an answer of its own."),
    };

    private async Task<Reply> WaitAsync(ApiCall call, string name, AcceptOutcome outcome, EventWait? wait, int seconds)
    {
        var (id, deliveries, known) = Told(outcome);
        List<(string, string)> headers = [("Location", call.Context.Request.Path.Value is { } path ? $"{path}/{id:D}" : $"{id:D}")];
        if (wait is null)
        {
            return new HeadedReply(Stored(outcome), headers);
        }

        headers.Add(("Preference-Applied", string.Create(CultureInfo.InvariantCulture, $"wait={seconds}")));
        var ended = deliveries == 0 ? [] : await wait.UntilEndedAsync(call.Tenant, id, known, TimeSpan.FromSeconds(seconds), call.Aborted);
        return new HeadedReply(ended is null ? Stored(outcome) : Ended(id, name, ended), headers);
    }

    private Reply Ended(Guid id, string name, IReadOnlyList<EventDelivery> deliveries) =>
        Reply.Ok(EventStatusAnswers.Of(id, name, deliveries, time.GetUtcNow() - kept), EventsJson.Default.EventStatusAnswer);
}
