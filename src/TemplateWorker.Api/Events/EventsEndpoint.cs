using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Deliveries;
using TemplateWorker.Supervision.Calls;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Events;

/// <summary>Takes one event: stores it, or runs it while its sender waits; or many of one body.</summary>
internal sealed partial class EventsEndpoint(
    WorkerPool pool, AcceptEndpoint accept, BulkEndpoint bulk, LimitOptions limits, SuspendedTenants suspended, StorageTrouble storage, ILogger<EventsEndpoint> logger)
{
    public const string Wait = "wait";

    public const string IdempotencyKey = "Idempotency-Key";

    public async Task<Reply> TakeAsync(ApiCall call)
    {
        var request = call.Context.Request;
        if (JsonContentType.IsLines(request.Headers))
        {
            return await bulk.AcceptForTenantAsync(call);
        }

        var query = call.Query(Wait);
        var isWaiting = query.Flag(Wait);
        if ((query.Problem ?? EventRules.KeyProblem(request.Headers[IdempotencyKey])) is { } refusal)
        {
            return refusal;
        }

        var tenantLimits = limits.For(call.Tenant);
        var (body, problem) = await RequestBody.ReadAsync(request, EventEnvelope.Limit(tenantLimits), call.Share, call.Aborted);
        using (body)
        {
            if (problem is not null)
            {
                return problem;
            }

            var (envelope, bodyProblem) = JsonBody.Parse(body!.Memory, EventEnvelope.Parse);

            // The pool reads the payload until its answer arrives.
            return bodyProblem ?? await (isWaiting ? RunAsync(call, envelope, tenantLimits.EventPayloadBytes) : accept.AcceptAsync(call, envelope));
        }
    }

    private static Problem? StoredOnlyProblem(EventEnvelope envelope)
    {
        var (name, value) = envelope switch
        {
            { IdempotencyKey: { } key } => ("idempotency_key", key),
            { Delay: { } delay } => ("delay", delay),
            { NotBefore: { } time } => ("not_before", time),
            _ => default,
        };
        return name is null
            ? null
            : Problem.InvalidParameter(
                name, value, $"{name} applies to stored events only; with wait=true use the {IdempotencyKey} header, and send the event when it is due.");
    }

    private async Task<Reply> RunAsync(ApiCall call, EventEnvelope envelope, int maxDataBytes)
    {
        if ((suspended.Refusal(call.Tenant) ?? EventRules.NameProblem(envelope.Name) ?? EventRules.TraceProblem(envelope.Trace) ?? StoredOnlyProblem(envelope)) is { } problem)
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
                Trace = TraceParent.Parse(envelope.Trace) ?? EventRules.TraceOf(call.Context.Request),
            },
            call.Aborted);
        return outcome switch
        {
            DispatchReply.Finished(var id, var results) => new EventReply(id, WithoutMalformed(results, call.Tenant)),
            DispatchReply.Refused refused => Refused(refused),
            _ => throw new InvalidOperationException($"{outcome.GetType().Name} has no answer."),
        };
    }

    private Problem Refused(DispatchReply.Refused refused)
    {
        if (refused.Reason == DispatchRefusal.StorageUnavailable)
        {
            storage.NoteWorkerFailed();
        }

        return RefusalProblem.Of(refused);
    }

    /// <summary>Workers run tenants' code, so their results are checked before they are copied into an answer.</summary>
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
