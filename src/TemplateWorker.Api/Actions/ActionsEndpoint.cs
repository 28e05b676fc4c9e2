using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Actions.Operating;
using TemplateWorker.Storage.Audited;

namespace TemplateWorker.Api.Actions;

/// <summary>Lists, shows, replays and drops a tenant's actions.</summary>
internal sealed partial class ActionsEndpoint(ActionOperations store, AuditedActions audited, ILogger<ActionsEndpoint> logger)
{
    public const string State = "state";
    public const string Type = "type";
    public const string After = "after";
    public const string Limit = "limit";

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var page = ActionAnswers.Page(await store.ListAsync(filter, call.Aborted), filter.Limit);
        return Reply.Ok(page, ActionsJson.Default.ActionPageAnswer);
    }

    public async Task<Reply> ReadAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        return await store.ReadAsync(call.Tenant, id, call.Aborted) is { } action
            ? Reply.Ok(ActionAnswers.One(action), ActionsJson.Default.ActionAnswer)
            : Unknown(call.Tenant, id);
    }

    public async Task<Reply> ReplayAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        var count = await audited.ReplayAsync(call.Actor, new ActionFilter { Tenant = call.Tenant, Ids = [id] }, CancellationToken.None);
        return count == 0 ? await RefuseAsync(call, id) : Replayed(call, count);
    }

    public async Task<Reply> DropAsync(ApiCall call)
    {
        var (id, problem) = ReadId(call);
        if (problem is not null)
        {
            return problem;
        }

        if (await audited.DropAsync(call.Actor, new ActionFilter { Tenant = call.Tenant, Ids = [id] }, CancellationToken.None) == 0)
        {
            return await RefuseAsync(call, id);
        }

        Log.Dropped(logger, 1, call.Tenant, call.Caller.Name);
        return NoContent.Instance;
    }

    public async Task<Reply> ReplayAllAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        return problem is not null ? problem : Replayed(call, await audited.ReplayAsync(call.Actor, filter, CancellationToken.None));
    }

    public async Task<Reply> DropAllAsync(ApiCall call)
    {
        var (filter, problem) = ReadFilter(call);
        if (problem is not null)
        {
            return problem;
        }

        var count = await audited.DropAsync(call.Actor, filter, CancellationToken.None);
        Log.Dropped(logger, count, call.Tenant, call.Caller.Name);
        return Counted(count);
    }

    private async Task<Reply> RefuseAsync(ApiCall call, Guid id) => await store.ReadAsync(call.Tenant, id, call.Aborted) is null
        ? Unknown(call.Tenant, id)
        : new Problem(ProblemKinds.ActionOnItsWay, $"A consumer has the channel of action {id} of {call.Tenant}; nothing was changed.");

    private Reply Replayed(ApiCall call, int count)
    {
        Log.Replayed(logger, count, call.Tenant, call.Caller.Name);
        return Counted(count);
    }

    private static Checked<Guid> ReadId(ApiCall call) => call.OnlyUuid(ApiPaths.Action, "an action's id");

    private static Checked<ActionFilter> ReadFilter(ApiCall call)
    {
        var query = call.Query(State, Type, After, Limit);
        var filter = new ActionFilter
        {
            Tenant = call.Tenant,
            State = query.Choice<ActionState>(State, ActionStates.Word),
            Type = query.Text(Type),
            After = query.Id(After) ?? Guid.Empty,
            Limit = query.Integer(Limit, 1, ActionFilter.MaxLimit, 100),
        };
        return query.Problem is { } problem ? problem : filter;
    }

    private static Problem Unknown(TenantId tenant, Guid id) =>
        new(ProblemKinds.UnknownAction, $"{tenant} has no action {id}: it was taken, cancelled or dropped, or never existed.");

    private static Reply Counted(int count) => Reply.Ok(new ActionCountAnswer(count), ActionsJson.Default.ActionCountAnswer);
}
