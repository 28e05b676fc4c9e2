using System.Globalization;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.Policies;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Reads and writes the retry policies of templates.</summary>
internal sealed partial class PolicyEndpoint(PolicyStore store, AuditedPolicies audited, WorkerPool pool, ILogger<PolicyEndpoint> logger)
{
    private static readonly string[] Members = ["max_attempts", "backoff_base", "backoff_cap", "on_exhausted"];

    public async Task<Reply> GetAsync(ApiCall call)
    {
        var (template, problem) = call.TemplateName();
        if (problem is not null)
        {
            return problem;
        }

        return await store.ReadAsync(call.Tenant, template, call.Aborted) is { } policy
            ? One(template, policy)
            : Unknown(call.Tenant, template);
    }

    public async Task<Reply> PutAsync(ApiCall call)
    {
        var (template, nameProblem) = call.TemplateName();
        if (nameProblem is not null)
        {
            return nameProblem;
        }

        var (upload, bodyProblem) = await call.ReadBodyAsync(PolicyUpload.Limit, PolicyUpload.Parse);
        if (bodyProblem is not null)
        {
            return bodyProblem;
        }

        var (policy, fault) = PolicyTable.Read(
            upload.MaxAttempts?.ToString(CultureInfo.InvariantCulture), upload.BackoffBase, upload.BackoffCap, upload.OnExhausted);
        if (fault is var (part, value, text))
        {
            return Problem.InvalidParameter(Members[part], value, $"{Members[part]} {text}.");
        }

        return await WriteAsync(call, template, policy) ? One(template, new TemplatePolicy(policy!, IsOwn: true)) : Unknown(call.Tenant, template);
    }

    public async Task<Reply> DeleteAsync(ApiCall call)
    {
        var (template, problem) = call.TemplateName();
        if (problem is not null)
        {
            return problem;
        }

        return await WriteAsync(call, template, null) ? NoContent.Instance : Unknown(call.Tenant, template);
    }

    private static Reply One(string template, TemplatePolicy policy) =>
        Reply.Ok(PolicyAnswers.One(template, policy), DeliveriesJson.Default.PolicyAnswer);

    private static Problem Unknown(TenantId tenant, string name) => new(ProblemKinds.UnknownTemplate, $"{tenant} has no template '{name}'.");

    private async Task<bool> WriteAsync(ApiCall call, string template, DeliveryPolicy? policy)
    {
        // Not cancelled when the caller disconnects: the worker must be notified of what was written.
        if (!await audited.WriteAsync(call.Actor, call.Tenant, template, policy, CancellationToken.None))
        {
            return false;
        }

        pool.NoteChanged(call.Tenant);
        Log.Written(logger, template, call.Tenant, policy is null ? "the default" : "its own", call.Caller.Name);
        return true;
    }
}
