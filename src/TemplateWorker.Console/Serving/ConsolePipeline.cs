using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Console.Look;
using TemplateWorker.Storage;

namespace TemplateWorker.Console.Serving;

/// <summary>
/// Serves every request of the console: route, session, access, form, page. Maps exceptions to pages of refusal. Safe for concurrent use.
/// </summary>
internal sealed partial class ConsolePipeline(
    PageTable pages, PageGuard guard, ReplySender replies, StorageTrouble storage, ILogger<ConsolePipeline> logger)
{
    public async Task ServeAsync(HttpContext context)
    {
        PageCall? call = null;
        try
        {
            var found = pages.Find(context);
            (call, var reply) = guard.Identify(context, found);
            (call, reply) = (reply, found) switch
            {
                (not null, _) => (call, reply),
                (_, FoundPage.One { Route: var route }) => await AnswerAsync(route, call),
                (_, FoundPage.None { Fault: var fault }) => (call, ConsoleReply.Page.Of(fault)),
                _ => throw new InvalidOperationException($"{found} is neither a route nor a fault."),
            };
            await replies.SendAsync(context, call, reply);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser has gone; there is no one to answer.
        }
        catch (StorageException exception)
        {
            storage.Note(exception);
            await RefuseAsync(context, call, PageFault.Of(StorageProblem.Of(exception)));
        }
        catch (Exception exception)
        {
            // The request boundary: a defect in one page must be seen, and must not end the connection of others.
            Log.Failed(logger, context.Request.Method, context.Request.Path.Value!, exception);
            await RefuseAsync(context, call, PageFault.Internal);
        }
    }

    private async Task<(PageCall Call, ConsoleReply Reply)> AnswerAsync(PageRoute route, PageCall call)
    {
        if (PageGuard.Refuse(route, call) is { } refusal)
        {
            return (call, refusal);
        }

        var (complete, strange) = await guard.ReadFormAsync(route, call);
        return (complete, strange ?? await route.Handler(complete));
    }

    private Task RefuseAsync(HttpContext context, PageCall? call, PageFault fault)
    {
        if (context.Response.HasStarted)
        {
            // A truncated page must not look complete.
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return replies.SendAsync(context, call, ConsoleReply.Page.Of(fault));
    }
}
