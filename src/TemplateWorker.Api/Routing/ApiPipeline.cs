using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;
using TemplateWorker.Storage;

namespace TemplateWorker.Api.Routing;

/// <summary>
/// Serves every request: authentication, authorization, the route's handler, and the answer. Maps exceptions to problems.
/// Safe for concurrent use.
/// </summary>
internal sealed partial class ApiPipeline(AccessCheck access, StorageTrouble storage, BodyBudgets budgets, ILogger<ApiPipeline> logger)
{
    private const string OwnMethods = "GET, PUT, POST, DELETE";

    private readonly ReplyWriter _replies = new();

    /// <summary>Serves a request that matches a route.</summary>
    public async Task ServeAsync(HttpContext context, ApiRoute route)
    {
        try
        {
            var reply = _replies.IsFull && context.Request.Method == HttpMethods.Get && route.Access != RouteAccess.Open
                ? BodyBudgets.AnswersFull
                : await ReplyAsync(context, route);
            await _replies.WriteAsync(context.Response, reply);
            if (reply is StreamedReply streamed)
            {
                await streamed.Serve(context.Response);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has closed the connection; there is no one to answer.
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, OfBadRequest(exception, context));
        }
        catch (StorageException exception)
        {
            storage.Note(exception);
            await RefuseAsync(context, StorageProblem.Of(exception));
        }
        catch (Exception exception)
        {
            // The request boundary: a defect in one request must not end the connection of others, and must be seen.
            Log.Failed(logger, route.Method, route.Path, exception);
            await RefuseAsync(context, new Problem(ProblemKinds.InternalError, "The request failed; see the server's log."));
        }
    }

    /// <summary>Answers with a problem in place of whatever was prepared.</summary>
    public Task RefuseAsync(HttpContext context, Problem problem)
    {
        if (context.Response.HasStarted)
        {
            // A truncated answer must not look complete.
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return _replies.WriteAsync(context.Response, problem);
    }

    /// <summary>Answers a request whose path no route has in this spelling.</summary>
    public Task RefuseUnknownAsync(HttpContext context) => _replies.WriteAsync(
        context.Response, new Problem(ProblemKinds.UnknownRoute, "No route has this path, in this spelling; /openapi/v1.json lists all routes."));

    /// <summary>Answers a request whose path has other methods; the framework has set <c>Allow</c>.</summary>
    public Task RefuseMethodAsync(HttpContext context)
    {
        var allowed = context.Response.Headers.Allow.ToString();
        return _replies.WriteAsync(
            context.Response,
            new Problem(ProblemKinds.MethodNotAllowed, $"This path has {(allowed.Length == 0 ? OwnMethods : allowed)}, not {context.Request.Method}."));
    }

    private static Problem OfBadRequest(BadHttpRequestException exception, HttpContext context) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => Problem.TooLarge(
            "The body",
            "the limit of every route",
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize ?? 0,
            null),
        StatusCodes.Status408RequestTimeout => new Problem(ProblemKinds.RequestTimeout, "The body arrived too slowly."),
        _ => new Problem(
            ProblemKinds.BadRequest, "The body ended early, or its framing is broken: Content-Length or the chunks do not match the bytes."),
    };

    private Task<Reply> ReplyAsync(HttpContext context, ApiRoute route)
    {
        if (route.Access == RouteAccess.Open)
        {
            return route.Handler(new ApiCall(context, Caller.Anyone, default, budgets, access));
        }

        if (access.Identify(context.Request.Headers.Authorization, out var problem) is not { } caller)
        {
            return Task.FromResult<Reply>(problem!);
        }

        if (caller != Caller.Anyone && context.Features.GetRequiredFeature<ClientConnection>().Present(caller) is { } tooMany)
        {
            context.Response.Headers.Connection = "close";
            return Task.FromResult<Reply>(tooMany);
        }

        var tenant = default(TenantId);
        if (route.Access == RouteAccess.Tenant || context.Request.RouteValues.ContainsKey(ApiPaths.OwnerType))
        {
            (tenant, problem) = TenantOf(context);
        }

        problem ??= AccessCheck.Refuse(caller, route.Access, route.Use, tenant);
        return problem is null ? route.Handler(new ApiCall(context, caller, tenant, budgets, access)) : Task.FromResult<Reply>(problem);
    }

    private static Checked<TenantId> TenantOf(HttpContext context)
    {
        var (ownerType, typeProblem) = ApiCall.Segment(context, ApiPaths.OwnerType);
        var (ownerId, idProblem) = ApiCall.Segment(context, ApiPaths.OwnerId);
        if ((typeProblem ?? idProblem) is { } problem)
        {
            return problem;
        }

        return TenantId.Fault(ownerType, ownerId) is { } fault
            ? Problem.InvalidParameter($"{ApiPaths.OwnerType}/{ApiPaths.OwnerId}", $"{ownerType}/{ownerId}", fault)
            : new TenantId(ownerType, ownerId);
    }
}
