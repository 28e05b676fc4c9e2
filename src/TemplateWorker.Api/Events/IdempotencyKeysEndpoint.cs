using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Audited;

namespace TemplateWorker.Api.Events;

/// <summary>Forgets idempotency keys.</summary>
internal sealed partial class IdempotencyKeysEndpoint(AuditedIdempotencyKeys audited, ILogger<IdempotencyKeysEndpoint> logger)
{
    public async Task<Reply> DeleteAsync(ApiCall call)
    {
        var (key, problem) = call.OnlySegment(ApiPaths.IdempotencyKey);
        if (problem is not null)
        {
            return problem;
        }

        if (EventRules.KeyProblem(ApiPaths.IdempotencyKey, key) is { } fault)
        {
            return fault;
        }

        if (!await audited.ForgetAsync(call.Actor, call.Tenant, key, CancellationToken.None))
        {
            return new Problem(ProblemKinds.UnknownIdempotencyKey, $"{call.Tenant} has nothing recorded under the idempotency key '{key}'.");
        }

        Log.Forgotten(logger, key, call.Tenant, call.Caller.Name);
        return NoContent.Instance;
    }
}
