using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateWorker.Configuration.Options;
using TemplateWorker.Http.Bodies;
using TemplateWorker.Http.Problems;
using TemplateWorker.Http.Replies;
using TemplateWorker.Http.Routing;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision;

namespace TemplateWorker.Http.Endpoints;

/// <summary>Runs events while their senders wait.</summary>
internal sealed partial class EventsEndpoint(WorkerPool pool, LimitOptions limits, ILogger<EventsEndpoint> logger)
{
    public const string Wait = "wait";

    public const string IdempotencyKey = "Idempotency-Key";

    public async Task<Reply> RunAsync(ApiCall call)
    {
        var request = call.Context.Request;
        if ((FindQueryProblem(request) ?? EventRules.KeyProblem(request.Headers[IdempotencyKey])) is { } refusal)
        {
            return refusal;
        }

        var limit = limits.For(call.Tenant).EventPayloadBytes;
        var (body, problem) = await RequestBody.ReadAsync(
            request, new BodyLimit("limits.event_payload, and what is around it", limit + EventEnvelope.MaxBytes), call.Aborted);
        using (body)
        {
            // The payload is lent to the pool, which has sent it when its answer comes.
            return problem is null ? await RunAsync(call, body!.Memory, limit) : problem;
        }
    }

    private static Problem? FindQueryProblem(HttpRequest request)
    {
        if (request.QueryString.Value == "?wait=true")
        {
            return null;
        }

        if (QueryParameters.UnknownName(request.Query, Wait) is { } unknown)
        {
            return unknown;
        }

        var (isWaiting, problem) = QueryParameters.Flag(request.Query, Wait);
        return problem ?? (isWaiting
            ? null
            : new Problem(ProblemKinds.NotImplemented, "Events cannot be queued yet; add '?wait=true' to run one and wait for its results."));
    }

    private async Task<Reply> RunAsync(ApiCall call, ReadOnlyMemory<byte> body, int maxDataBytes)
    {
        var (envelope, problem) = JsonBody.Parse(body, EventEnvelope.Parse);
        problem ??= EventRules.NameProblem(envelope.Name);
        if (problem is not null)
        {
            return problem;
        }

        if (envelope.Data.Length > maxDataBytes)
        {
            return Problem.TooLarge("data", "limits.event_payload", maxDataBytes, envelope.Data.Length);
        }

        var outcome = await pool.DispatchAsync(
            new EventRequest
            {
                Tenant = call.Tenant,
                Name = envelope.Name!,
                Data = envelope.Data,
                IdempotencyKey = call.Context.Request.Headers[IdempotencyKey],
            },
            call.Aborted);
        return outcome switch
        {
            DispatchReply.Finished(var id, var results) => new EventReply(id, WithoutMalformed(results, call.Tenant)),
            DispatchReply.Refused(var reason, var message, var retryAfter) => RefusalProblem.Of(reason, message, retryAfter),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} has no answer."),
        };
    }

    /// <summary>A worker runs the tenants' code, so its word is not taken for what goes into an answer as it is.</summary>
    private IReadOnlyList<RunResult> WithoutMalformed(IReadOnlyList<RunResult> results, TenantId tenant)
    {
        RunResult[]? replaced = null;
        for (var i = 0; i < results.Count; i++)
        {
            if (!results[i].Value.IsEmpty && !WellFormedJson.Test(results[i].Value.Span))
            {
                Log.ResultMalformed(logger, tenant, results[i].Template);
                replaced ??= [.. results];
                replaced[i] = results[i] with { Value = default };
            }
        }

        return replaced ?? results;
    }
}
