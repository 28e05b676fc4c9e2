using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Contract;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Server;
using TemplateWorker.Storage;
using TemplateWorker.Storage.TenantState;
using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Api.Tenants;

/// <summary>Reads and writes a tenant's state from outside of runs, and bans tenants.</summary>
internal sealed partial class StateEndpoint(TenantStateStore store, WorkerPool pool, LimitOptions limits, ILogger<StateEndpoint> logger)
{
    public async Task<Reply> GetAsync(ApiCall call) =>
        QueryParameters.UnknownName(call.Context.Request.Query) ?? (Reply)One(await store.GetAsync(call.Tenant, call.Aborted));

    public async Task<Reply> PutAsync(ApiCall call)
    {
        if (QueryParameters.UnknownName(call.Context.Request.Query) is { } unknown)
        {
            return unknown;
        }

        var tenantLimits = limits.For(call.Tenant);
        var (update, bodyProblem) = await call.ReadBodyAsync(BodyLimits.OfState(tenantLimits), StateUpdate.Parse);
        var problem = bodyProblem
            ?? (update.Data is null ? Problem.MissingParameter("data", "must be a JSON value") : null)
            ?? (update.DataBytes > tenantLimits.ValueBytes
                ? Problem.TooLarge("data", "limits.value", tenantLimits.ValueBytes, update.DataBytes)
                : null);
        return problem ?? (Reply)One(await store.PutDataAsync(call.Tenant, update.Data!, call.Aborted));
    }

    public Task<Reply> BanAsync(ApiCall call) => SetBannedAsync(call, true);

    public Task<Reply> UnbanAsync(ApiCall call) => SetBannedAsync(call, false);

    private static ValueReply<StateAnswer> One(TenantStateRecord state) => new(
        StatusCodes.Status200OK,
        new StateAnswer(new RawJson(state.DataJson), state.Events, state.Banned),
        ContractJson.Default.StateAnswer);

    private async Task<Reply> SetBannedAsync(ApiCall call, bool banned)
    {
        if (QueryParameters.UnknownName(call.Context.Request.Query) is { } unknown)
        {
            return unknown;
        }

        // The caller's going changes nothing: what is written must be told to the worker.
        await store.SetBannedAsync(call.Tenant, banned, CancellationToken.None);
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

        return new ValueReply<BanAnswer>(
            StatusCodes.Status200OK, new BanAnswer(call.Tenant.ToString(), banned), ContractJson.Default.BanAnswer);
    }
}
