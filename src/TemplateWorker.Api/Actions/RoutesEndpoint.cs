using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Api.Routing;
using TemplateWorker.Storage.Actions.Routes;
using TemplateWorker.Storage.Audited;

namespace TemplateWorker.Api.Actions;

/// <summary>Lists, writes and removes the routes that push actions.</summary>
internal sealed partial class RoutesEndpoint(RouteStore store, AuditedRoutes audited, ILogger<RoutesEndpoint> logger)
{
    public const string After = "after";
    public const string Limit = "limit";

    public async Task<Reply> ListAsync(ApiCall call)
    {
        var query = call.Query(After, Limit);
        var (after, limit) = (query.Text(After) ?? "", query.Integer(Limit, 1, RouteStore.MaxPage, 100));
        if ((query.Problem ?? (after.Any(char.IsControl) ? Problem.BrokenRule(After, after, "must not contain control characters") : null)) is { } problem)
        {
            return problem;
        }

        var page = ActionAnswers.Page(await store.ListAsync(after, limit, call.Aborted), limit);
        return Reply.Ok(page, ActionsJson.Default.RoutePageAnswer);
    }

    public async Task<Reply> PutAsync(ApiCall call)
    {
        var (name, nameProblem) = call.OnlySegment(ApiPaths.ActionRoute);
        if (nameProblem is not null)
        {
            return nameProblem;
        }

        var (upload, bodyProblem) = await call.ReadBodyAsync(RouteUpload.Limit, RouteUpload.Parse);
        if (bodyProblem is not null)
        {
            return bodyProblem;
        }

        var (route, problem) = upload.ToRoute(name);
        if (problem is not null)
        {
            return problem;
        }

        await audited.WriteAsync(call.Actor, route, CancellationToken.None);
        Log.Written(logger, name, call.Caller.Name);
        return NoContent.Instance;
    }

    public async Task<Reply> DeleteAsync(ApiCall call)
    {
        var (name, problem) = call.OnlySegment(ApiPaths.ActionRoute);
        if (problem is not null)
        {
            return problem;
        }

        if (name.Any(char.IsControl) || !await audited.DeleteAsync(call.Actor, name, CancellationToken.None))
        {
            return new Problem(ProblemKinds.UnknownActionRoute, $"There is no route '{Problem.Shown(name)}'.");
        }

        Log.Removed(logger, name, call.Caller.Name);
        return NoContent.Instance;
    }
}
