using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Routing;

/// <summary>A request that may be answered: who sent it, and for which tenant.</summary>
/// <param name="context">The request.</param>
/// <param name="caller">Who sent it, and is allowed to.</param>
/// <param name="tenant">The tenant of the path; meaningless on routes that have none.</param>
internal sealed class ApiCall(HttpContext context, Caller caller, TenantId tenant)
{
    public HttpContext Context => context;

    public Caller Caller => caller;

    public TenantId Tenant => tenant;

    /// <summary>Cancelled when the caller has gone.</summary>
    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>A segment of the path, decoded.</summary>
    public static Checked<string> Segment(HttpContext context, string name)
    {
        var raw = (string)context.Request.RouteValues[name]!;
        return PercentEncoding.TryDecode(raw, out var decoded)
            ? decoded
            : Problem.BrokenRule(name, raw, "must be percent-encoded UTF-8");
    }

    /// <inheritdoc cref="Segment(HttpContext, string)"/>
    public Checked<string> Segment(string name) => Segment(context, name);

    /// <summary>Reads the body and makes something of it. The bytes are gone when this returns.</summary>
    public async Task<Checked<TValue>> ReadBodyAsync<TValue>(BodyLimit limit, BodyParser<TValue> parser)
    {
        var (bytes, problem) = await RequestBody.ReadAsync(context.Request, limit, Aborted);
        using (bytes)
        {
            return problem ?? JsonBody.Parse(bytes!.Memory, parser);
        }
    }
}
