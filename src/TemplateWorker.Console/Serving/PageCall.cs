using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Routing;
using TemplateWorker.Console.Sessions;
using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Console.Serving;

/// <summary>A request: who sent it, and for what.</summary>
/// <param name="context">The request.</param>
/// <param name="values">The parameters of its path, decoded.</param>
/// <param name="form">The fields of its form; empty for a GET.</param>
internal sealed class PageCall(HttpContext context, IReadOnlyDictionary<string, string> values, IFormCollection form)
{
    public HttpContext Context => context;

    /// <summary>The fields of the form.</summary>
    public IFormCollection Form => form;

    /// <summary>Null before a log-in.</summary>
    public ConsoleSession? Session { get; private init; }

    /// <summary>Who asks; anyone before a log-in.</summary>
    public Caller Caller { get; private init; } = Caller.Anyone;

    /// <summary>The caller, for the audit log.</summary>
    public Actor Actor => new(Caller.Audited, context.Connection.RemoteIpAddress?.ToString() ?? string.Empty);

    /// <summary>The tenant of the path; meaningless on pages that have none.</summary>
    public TenantId Tenant { get; init; }

    /// <summary>Cancelled when the browser has gone.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>A parameter of the path.</summary>
    public string this[string name] => values[name];

    /// <summary>The query of a page with these parameters. A field of a form that was left empty is a parameter that is absent.</summary>
    public QueryParameters Query(params ReadOnlySpan<string> known) => new(
        new QueryCollection(context.Request.Query.Where(entry => entry.Value != string.Empty).ToDictionary(StringComparer.OrdinalIgnoreCase)), known);

    /// <summary>The same request, sent in a session.</summary>
    public PageCall Of(ConsoleSession session, Caller caller) => new(context, values, form) { Session = session, Caller = caller, Tenant = Tenant };

    /// <summary>The same request with its form.</summary>
    public PageCall With(IFormCollection read) => new(context, values, read) { Session = Session, Caller = Caller, Tenant = Tenant };
}
