using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Tenants;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Tenants;

/// <summary>Suspends and resumes tenants. This server knows of a change before it answers, the others are notified.</summary>
internal sealed partial class SuspensionEndpoint(
    SuspensionStore store, SuspendedTenants suspended, WorkerPool pool, TimeProvider time, ILogger<SuspensionEndpoint> logger)
{
    public const string After = "after";
    public const string Limit = "limit";

    public async Task<Reply> GetAsync(ApiCall call) =>
        call.UnknownQuery ?? One(call.Tenant, (await store.ReadAsync([call.Tenant], call.Aborted)).SingleOrDefault());

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var query = call.Query(After, Limit);
        var (after, limit) = (query.Tenant(After), query.Integer(Limit, 1, SuspensionStore.MaxPage, 100));
        return query.Problem is { } problem
            ? problem
            : Reply.Ok(SuspensionAnswers.Page(await store.ListAsync(after, limit, call.Aborted), limit), TenantsJson.Default.SuspensionPageAnswer);
    }

    public async Task<Reply> PutAsync(ApiCall call)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        var (upload, bodyProblem) = await call.ReadBodyAsync(SuspensionUpload.Limit, SuspensionUpload.Parse);
        if (bodyProblem is not null)
        {
            return bodyProblem;
        }

        var (wanted, problem) = upload.Check(time.GetUtcNow());
        if (problem is not null)
        {
            return problem;
        }

        // Not cancelled when the caller disconnects: the worker must be notified of what was written.
        var suspension = await store.SuspendAsync(call.Actor, call.Tenant, wanted.Reason, wanted.Until, CancellationToken.None);
        await ApplyAsync(call.Tenant);
        pool.Drop(call.Tenant);
        Log.Suspended(logger, call.Tenant, call.Caller.Name);
        return One(call.Tenant, suspension);
    }

    public async Task<Reply> DeleteAsync(ApiCall call)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        var wasSuspended = await store.ResumeAsync(call.Actor, call.Tenant, CancellationToken.None);
        await ApplyAsync(call.Tenant);
        if (wasSuspended)
        {
            Log.Resumed(logger, call.Tenant, call.Caller.Name);
        }

        return One(call.Tenant, null);
    }

    private static Reply One(TenantId tenant, Suspension? suspension) =>
        Reply.Ok(SuspensionAnswers.One(tenant, suspension), TenantsJson.Default.SuspensionAnswer);

    private async Task ApplyAsync(TenantId tenant)
    {
        await suspended.ReadAsync([tenant], CancellationToken.None);
        pool.NoteChanged(tenant);
    }
}
