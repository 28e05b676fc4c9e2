using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Problems;
using TemplateWorker.Console.Look;
using TemplateWorker.Console.Sessions;
using TemplateWorker.Console.Text;

namespace TemplateWorker.Console.Serving;

/// <summary>Decides whether a request may have what it asks for. Safe for concurrent use.</summary>
internal sealed class PageGuard(SessionTable sessions, LoginForm login)
{
    /// <summary>Who asks; the call has no form yet, and says in which session a refusal is shown.</summary>
    public (PageCall Call, ConsoleReply? Refusal) Identify(HttpContext context, FoundPage found)
    {
        var (values, tenant) = found is FoundPage.One one ? (one.Values, one.Tenant) : (new Dictionary<string, string>(StringComparer.Ordinal), default);
        var call = new PageCall(context, values, FormCollection.Empty) { Tenant = tenant };
        if (ConsoleCookies.Read(context, ConsoleCookies.Session) is not { } id || sessions.Find(id) is not var (session, caller))
        {
            return (call, null);
        }

        // As with the API: what many may use without a token is not counted as one token's.
        if (caller != Caller.Anyone && context.Features.GetRequiredFeature<ClientConnection>().Present(caller) is { } tooMany)
        {
            context.Response.Headers.Connection = "close";
            return (call, ConsoleReply.Page.Of(tooMany));
        }

        return (call.Of(session, caller), null);
    }

    /// <summary>The reason for a refusal; null when the page may be seen.</summary>
    public static ConsoleReply? Refuse(PageRoute route, PageCall call)
    {
        if (route.Access != PageAccess.Open && call.Session is null)
        {
            return route.IsFragment ? new ConsoleReply.Bare(StatusCodes.Status401Unauthorized) : new ConsoleReply.SeeOther(LoginLink(call.Context.Request));
        }

        return AccessProblem(route, call.Caller, call.Tenant) is { } problem ? ConsoleReply.Page.Of(problem) : null;
    }

    /// <summary>Adds the form, which must be one of our own pages.</summary>
    public async Task<(PageCall Call, ConsoleReply? Refusal)> ReadFormAsync(PageRoute route, PageCall call)
    {
        if (!HttpMethods.IsPost(route.Method))
        {
            return (call, null);
        }

        if (await PageForm.ReadAsync(call.Context) is not { } form)
        {
            return (call, ConsoleReply.Page.Of(PageFault.BadForm));
        }

        var given = form[PageFrame.TokenField].ToString();
        var isOurs = route.Access == PageAccess.Open ? login.IsOurs(call.Context, given) : RandomText.Same(call.Session!.FormToken, given);
        return isOurs ? (call.With(form), null) : (call, ConsoleReply.Page.Of(PageFault.StrangeForm));
    }

    private static Problem? AccessProblem(PageRoute route, Caller caller, TenantId tenant)
    {
        var use = HttpMethods.IsPost(route.Method) ? RouteUse.Change : RouteUse.Read;
        return route.Access switch
        {
            PageAccess.Admin => AccessCheck.Refuse(caller, RouteAccess.Admin, use, tenant),
            PageAccess.Tenant => AccessCheck.Refuse(caller, RouteAccess.Tenant, use, tenant),
            _ => null,
        };
    }

    // After the log-in the page that was asked for; a form is not repeated.
    private static string LoginLink(HttpRequest request) => HttpMethods.IsPost(request.Method)
        ? ConsoleLinks.Login
        : ConsoleLinks.With(ConsoleLinks.Login, ("next", request.Path.Value + request.QueryString.Value));
}
