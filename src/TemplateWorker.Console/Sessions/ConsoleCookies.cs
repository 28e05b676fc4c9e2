using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Routing;

namespace TemplateWorker.Console.Sessions;

/// <summary>Cookies that scripts cannot read and that browsers send only with requests of our own pages.</summary>
internal static class ConsoleCookies
{
    /// <summary>Holds the id of a session.</summary>
    public const string Session = "template-worker-console";

    /// <summary>Holds what the form of a log-in is bound to.</summary>
    public const string Login = "template-worker-login";

    public static string? Read(HttpContext context, string name) => context.Request.Cookies[name] is { Length: > 0 and <= 128 } value ? value : null;

    public static void Write(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value, Options(context));

    public static void Delete(HttpContext context, string name) => context.Response.Cookies.Delete(name, Options(context));

    private static CookieOptions Options(HttpContext context) => new()
    {
        Path = ApiPaths.Console,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = IsHttps(context.Request),
        IsEssential = true,
    };

    // TLS ends at a proxy. One that says nothing is known by the browser's own word, which comes with every form.
    private static bool IsHttps(HttpRequest request) =>
        request.IsHttps
        || request.Headers["X-Forwarded-Proto"] == "https"
        || request.Headers.Origin.ToString().StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
