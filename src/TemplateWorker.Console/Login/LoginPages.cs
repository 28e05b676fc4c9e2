using Microsoft.AspNetCore.Http;
using TemplateWorker.Console.Look;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Sessions;
using TemplateWorker.Console.Text;

namespace TemplateWorker.Console.Login;

/// <summary>Begins and ends sessions, and serves the files of the pages, which the page of a log-in needs too.</summary>
internal sealed class LoginPages(SessionTable sessions, LoginForm form)
{
    /// <summary>The field with the token.</summary>
    public const string TokenField = "token";

    /// <summary>The parameter, and the field, with the page to go to.</summary>
    public const string NextField = "next";

    private const string FileName = "file";

    public IReadOnlyList<PageRoute> Routes =>
    [
        PageRoute.Get(ConsoleLinks.Login, PageAccess.Open, ShowAsync),
        PageRoute.Post(ConsoleLinks.Login, PageAccess.Open, StartAsync),
        PageRoute.Post(ConsoleLinks.Logout, PageAccess.Session, EndAsync),
        PageRoute.Get($"{ConsoleLinks.Files}/{{{FileName}}}", PageAccess.Open, FileAsync),
    ];

    private Task<ConsoleReply> ShowAsync(PageCall call)
    {
        var next = NextPage.Of(call.Context.Request.Query[NextField]);
        return Task.FromResult<ConsoleReply>(call.Session is null ? Page(call, next, null) : new ConsoleReply.SeeOther(next));
    }

    private Task<ConsoleReply> StartAsync(PageCall call)
    {
        var next = NextPage.Of(call.Form[NextField]);
        return Task.FromResult<ConsoleReply>(sessions.Start(call.Form[TokenField].ToString().Trim()) switch
        {
            SessionStart.Started { Id: var id } => Started(call, id, next),
            SessionStart.Full => Page(call, next, $"There are {SessionTable.Most} sessions, as many as there may be. Log in again when others have ended."),
            _ => Page(call, next, "This token is not valid. Check that all of it was copied, and that it has not been removed from the configuration."),
        });
    }

    private static ConsoleReply.SeeOther Started(PageCall call, string id, string next)
    {
        ConsoleCookies.Delete(call.Context, ConsoleCookies.Login);
        ConsoleCookies.Write(call.Context, ConsoleCookies.Session, id);
        return new ConsoleReply.SeeOther(next);
    }

    private Task<ConsoleReply> EndAsync(PageCall call)
    {
        sessions.End(ConsoleCookies.Read(call.Context, ConsoleCookies.Session)!);
        ConsoleCookies.Delete(call.Context, ConsoleCookies.Session);
        return Task.FromResult<ConsoleReply>(new ConsoleReply.SeeOther(ConsoleLinks.Login));
    }

    private static Task<ConsoleReply> FileAsync(PageCall call) => Task.FromResult<ConsoleReply>(
        LookFiles.All.TryGetValue(call[FileName], out var file) ? new ConsoleReply.File(file.ContentType, file.Bytes) : ConsoleReply.Page.Of(PageFault.UnknownPage));

    private ConsoleReply.Page Page(PageCall call, string next, string? fault) =>
        new("Log in", typeof(LoginPage), new LoginModel(form.Issue(call.Context), next, sessions.IsOpen, fault))
        {
            Status = fault is null ? StatusCodes.Status200OK : StatusCodes.Status403Forbidden,
        };
}
