using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage.Auditing;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Api.Routing;

/// <summary>A request that may be answered: who sent it, and for which tenant.</summary>
/// <param name="context">The request.</param>
/// <param name="caller">The authorized sender.</param>
/// <param name="tenant">The tenant of the path; meaningless on routes that have none.</param>
/// <param name="budgets">Pay for its body.</param>
/// <param name="access">Knows whether its sender may still read.</param>
internal sealed class ApiCall(HttpContext context, Caller caller, TenantId tenant, BodyBudgets budgets, AccessCheck access)
{
    public HttpContext Context => context;

    public Caller Caller => caller;

    public TenantId Tenant => tenant;

    /// <summary>The sender, for the audit log.</summary>
    public Actor Actor => new(caller.Audited, context.Connection.RemoteIpAddress?.ToString() ?? string.Empty);

    /// <summary>Whether the sender's token is still valid; for answers that last.</summary>
    public bool IsCallerValid => access.IsValid(caller);

    /// <summary>Cancelled when the caller has gone.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>The fault of a query on a route without query parameters; null when there is none.</summary>
    public Problem? UnknownQuery => QueryParameters.UnknownName(context.Request.Query);

    /// <summary>The query of a route with these parameters.</summary>
    public QueryParameters Query(params ReadOnlySpan<string> known) => new(context.Request.Query, known);

    /// <summary>A segment of the path, decoded.</summary>
    public static Checked<string> Segment(HttpContext context, string name)
    {
        var raw = (string)context.Request.RouteValues[name]!;
        return PathSegment.TryDecode(raw, out var decoded)
            ? decoded
            : Problem.BrokenRule(name, raw, "must be percent-encoded UTF-8");
    }

    /// <inheritdoc cref="Segment(HttpContext, string)"/>
    public Checked<string> Segment(string name) => Segment(context, name);

    /// <summary>A segment of the path, decoded, on a route without query parameters.</summary>
    public Checked<string> OnlySegment(string name)
    {
        var (text, problem) = Segment(name);
        return (problem ?? UnknownQuery) is { } refusal ? refusal : text;
    }

    /// <summary>A UUID in the path, on a route without query parameters.</summary>
    /// <param name="name">The segment's.</param>
    /// <param name="what">What it is, such as <c>an event's id</c>.</param>
    public Checked<Guid> OnlyUuid(string name, string what)
    {
        var (text, problem) = OnlySegment(name);
        if (problem is not null)
        {
            return problem;
        }

        return Guid.TryParseExact(text, "D", out var id) ? id : Problem.BrokenRule(name, text, $"must be {what}, a UUID");
    }

    /// <summary>The template's name in the path, on a route without query parameters.</summary>
    public Checked<string> TemplateName()
    {
        var (name, problem) = OnlySegment(ApiPaths.Template);
        if (problem is not null)
        {
            return problem;
        }

        return TemplateRules.NameFault(name) is { } fault ? Problem.InvalidParameter(ApiPaths.Template, name, fault) : name;
    }

    /// <summary>The share of a body of one value, to be given to its reader.</summary>
    public BodyShare Share => new(budgets.Single, Payer);

    /// <summary>The share of a body of many events, to be given to its reader.</summary>
    public BodyShare LargeShare => new(budgets.Many, Payer);

    private string Payer => tenant == default ? $"caller {caller.Name}" : tenant.ToString();

    /// <summary>Reads the body and makes something of it, which counts against the budget until the request is answered.</summary>
    public async Task<Checked<TValue>> ReadBodyAsync<TValue>(BodyLimit limit, BodyParser<TValue> parser)
    {
        var (bytes, problem) = await RequestBody.ReadAsync(context.Request, limit, Share, Aborted);
        using (bytes)
        {
            if (problem is not null)
            {
                return problem;
            }

            if (bytes!.TryHandOver(out var paying) is var answer && paying is null)
            {
                return BodyBudgets.Refusal(answer);
            }

            context.Response.RegisterForDispose(paying);
            return JsonBody.Parse(bytes.Memory, parser);
        }
    }
}
