using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Audited;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Tenants;

/// <summary>Reads and writes a tenant's state from outside of runs, and bans tenants.</summary>
internal sealed partial class StateEndpoint(
    TenantStateStore store, AuditedBans bans, WorkerPool pool, LimitOptions limits, ILogger<StateEndpoint> logger)
{
    public async Task<Reply> GetAsync(ApiCall call) =>
        call.UnknownQuery ?? One(await store.GetAsync(call.Tenant, call.Aborted));

    public async Task<Reply> PutAsync(ApiCall call)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        var tenantLimits = limits.For(call.Tenant);
        var (update, bodyProblem) = await call.ReadBodyAsync(StateUpdate.Limit(tenantLimits), StateUpdate.Parse);
        var problem = bodyProblem
            ?? (update.Data is null ? Problem.MissingParameter("data", "must be a JSON value") : null)
            ?? (update.DataBytes > tenantLimits.ValueBytes
                ? Problem.TooLarge("data", "limits.value", tenantLimits.ValueBytes, update.DataBytes)
                : null);
        return problem ?? One(await store.PutDataAsync(call.Tenant, update.Data!, call.Aborted));
    }

    public Task<Reply> BanAsync(ApiCall call) => SetBannedAsync(call, true);

    public Task<Reply> UnbanAsync(ApiCall call) => SetBannedAsync(call, false);

    private static Reply One(TenantStateRecord state) =>
        Reply.Ok(new StateAnswer(new RawJson(state.DataJson), state.Events, state.Banned),
        TenantsJson.Default.StateAnswer);

    private async Task<Reply> SetBannedAsync(ApiCall call, bool banned)
    {
        if (call.UnknownQuery is { } unknown)
        {
            return unknown;
        }

        // Not cancelled when the caller disconnects: the worker must be notified of what was written.
        await bans.SetBannedAsync(call.Actor, call.Tenant, banned, CancellationToken.None);
        pool.NoteChanged(call.Tenant);
        if (banned)
        {
            pool.Drop(call.Tenant);
            Log.Banned(logger, call.Tenant, call.Caller.Name);
        }
        else
        {
            Log.Unbanned(logger, call.Tenant, call.Caller.Name);
        }

        return Reply.Ok(new BanAnswer(call.Tenant.ToString(), banned), TenantsJson.Default.BanAnswer);
    }
}
