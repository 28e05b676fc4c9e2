using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Accepting;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Supervision.Accepting;

namespace TemplateWorker.Api.Events;

/// <summary>Stores many events of one request: all of them or none, or each by itself.</summary>
internal sealed class BulkEndpoint(EventAcceptor acceptor, NewEvents checks)
{
    public const string Mode = "mode";

    private const int MaxShownErrors = 100;

    private static readonly BodyLimit Limit = new("a fixed limit", EventLines.MaxBytes);

    /// <summary>For the tenant of the path.</summary>
    public Task<Reply> AcceptForTenantAsync(ApiCall call) =>
        AcceptAsync(call, EventEnvelope.Parse, line => checks.Check(call.Tenant, line, null, EventRules.TraceOf(call.Context.Request), isBodyKept: true));

    /// <summary>For the tenants that the lines name.</summary>
    public Task<Reply> AcceptForAllAsync(ApiCall call) =>
        AcceptAsync(call, EventEnvelope.ParseWithTenant, line => CheckWithTenant(line, EventRules.TraceOf(call.Context.Request)));

    private async Task<Reply> AcceptAsync(ApiCall call, BodyParser<EventEnvelope> parser, Func<EventEnvelope, Checked<NewEvent>> check)
    {
        var request = call.Context.Request;
        var (mode, problem) = ReadMode(call);
        if (problem is not null)
        {
            return problem;
        }

        var (body, refusal) = await RequestBody.ReadLinesAsync(request, Limit, call.LargeShare, call.Aborted);
        using (body)
        {
            if (refusal is not null)
            {
                return refusal;
            }

            var lines = EventLines.Read(body!.Memory, parser);
            return lines.Count > EventLines.MaxEvents
                ? new Problem(
                    ProblemKinds.BodyTooLarge,
                    $"A request may contain at most {EventLines.MaxEvents} events; this one contains more.",
                    new ProblemMember("limit", EventLines.MaxEvents))
                : await AcceptAsync(lines, check, mode, call.Aborted);
        }
    }

    private static Checked<AcceptMode> ReadMode(ApiCall call)
    {
        var query = call.Query(Mode);
        query.Refuse(HeaderProblem(call.Context.Request));
        var text = query.Text(Mode);
        return (query.Problem, text) switch
        {
            (not null, _) => query.Problem,
            (_, null or "all") => AcceptMode.AllOrNothing,
            (_, "each") => AcceptMode.EachAlone,
            _ => Problem.BrokenRule(Mode, text, "must be 'all' (all events or none) or 'each' (each by itself)"),
        };
    }

    private static Problem? HeaderProblem(HttpRequest request) => request.Headers[EventsEndpoint.IdempotencyKey] is { Count: > 0 } key
        ? Problem.BrokenRule(EventsEndpoint.IdempotencyKey, key.ToString(), "must not be sent with several events; give each event its own idempotency_key")
        : null;

    private async Task<Reply> AcceptAsync(
        List<EventLine> lines, Func<EventEnvelope, Checked<NewEvent>> check, AcceptMode mode, CancellationToken cancellationToken)
    {
        List<LineError> errors = [];
        List<NewEvent> events = [];
        List<int> numbers = [];
        foreach (var (number, envelope, fault) in lines)
        {
            var (given, problem) = fault is null ? check(envelope!) : fault;
            if (problem is not null)
            {
                errors.Add(new LineError(number, problem.Kind.Name, problem.Detail));
                continue;
            }

            events.Add(given);
            numbers.Add(number);
        }

        if (errors.Count > 0 && mode == AcceptMode.AllOrNothing)
        {
            return Rejected(errors);
        }

        var replies = await acceptor.AcceptAllAsync(events, mode, cancellationToken);
        if (mode == AcceptMode.AllOrNothing && LongestHeld(replies) is { } held)
        {
            return AcceptProblems.Of(replies[held], events[held].Tenant)!;
        }

        for (var i = 0; i < replies.Count; i++)
        {
            if (replies[i] is not AcceptReply.Answered(AcceptOutcome.Undone) && AcceptProblems.Of(replies[i], events[i].Tenant) is { } problem)
            {
                errors.Add(new LineError(numbers[i], problem.Kind.Name, problem.Detail));
            }
        }

        if (errors.Count > 0 && mode == AcceptMode.AllOrNothing)
        {
            return Rejected(errors);
        }

        var outcomes = replies.OfType<AcceptReply.Answered>().Select(reply => reply.Outcome).ToArray();
        var answer = new BulkAnswer(
            outcomes.Count(outcome => outcome is AcceptOutcome.Accepted),
            outcomes.Count(outcome => outcome is AcceptOutcome.Repeated),
            outcomes.OfType<AcceptOutcome.Accepted>().Sum(accepted => accepted.Deliveries),
            errors.Count,
            [.. errors.OrderBy(error => error.Line).Take(MaxShownErrors)]);
        return Reply.Accepted(answer, EventsJson.Default.BulkAnswer);
    }

    /// <summary>The event whose tenant must wait longest, since then the whole request may be repeated; null when none must.</summary>
    private static int? LongestHeld(IReadOnlyList<AcceptReply> replies) => Enumerable.Range(0, replies.Count)
        .Where(number => replies[number] is AcceptReply.RateLimited)
        .Select(number => (int?)number)
        .MaxBy(number => ((AcceptReply.RateLimited)replies[number!.Value]).Hold.Wait);

    private static Problem Rejected(List<LineError> errors) => new(
        ProblemKinds.BulkRejected,
        $"{errors.Count} events cannot be stored, so none was stored; the first is on line {errors.Min(error => error.Line)}: {errors.MinBy(error => error.Line)!.Detail}",
        new ProblemMember([.. errors.OrderBy(error => error.Line).Take(MaxShownErrors)]));

    private Checked<NewEvent> CheckWithTenant(EventEnvelope line, TraceParent? headerTrace)
    {
        if (line.Tenant is null)
        {
            return Problem.MissingParameter("tenant", "must name the tenant as owner_type:owner_id");
        }

        return TenantId.TryParse(line.Tenant, out var tenant)
            ? checks.Check(tenant, line, null, headerTrace, isBodyKept: true)
            : Problem.BrokenRule("tenant", line.Tenant, "must be owner_type:owner_id, each 1 to 128 bytes without control characters");
    }
}
