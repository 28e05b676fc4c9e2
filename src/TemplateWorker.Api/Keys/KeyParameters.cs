using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Routing;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage;
using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Api.Keys;

/// <summary>Reads names and ranges of keys from a request.</summary>
internal static class KeyParameters
{
    public const string Scope = "scope";
    public const string Prefix = "prefix";
    public const string After = "after";
    public const string Limit = "limit";
    public const string Ttl = "ttl";

    public const int MaxPage = 1000;
    public const int DefaultPage = 100;

    /// <summary>The bounds are those of templates (<c>kv.set</c>).</summary>
    private static readonly DurationSyntax TtlSyntax = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(3_660));

    /// <summary>The name of the key, which is in the path or in the query.</summary>
    /// <param name="call">The request.</param>
    /// <param name="limits">Of the tenant.</param>
    /// <param name="others">Parameters beside the scopes that the route knows.</param>
    public static Checked<KeyName> Name(ApiCall call, TenantLimits limits, params ReadOnlySpan<string> others)
    {
        var (key, problem) = IsInQuery(call) ? KeyOfQuery(call) : call.Segment(ApiPaths.Key);
        var unknown = QueryParameters.UnknownName(
            call.Context.Request.Query, IsInQuery(call) ? [ApiPaths.Key, Scope, .. others] : [Scope, .. others]);
        if ((unknown ?? problem) is { } refusal)
        {
            return refusal;
        }

        var (scopes, scopeProblem) = ReadScopes(call.Context.Request.Query, limits);
        return (scopeProblem ?? PartProblem(ApiPaths.Key, key, limits)) is { } fault ? fault : new KeyName(scopes, key);
    }

    /// <summary>After which time the key expires; null when it does not.</summary>
    public static Checked<TimeSpan?> ReadTtl(ApiCall call)
    {
        var query = IsInQuery(call) ? call.Query(ApiPaths.Key, Scope, Ttl) : call.Query(Scope, Ttl);
        var ttl = query.Value(Ttl, TtlSyntax);
        return query.Problem is { } problem ? problem : ttl;
    }

    public static Checked<KeyRange> Range(ApiCall call, TenantLimits limits)
    {
        var query = call.Query(Scope, Prefix, After, Limit);
        if (query.Problem is { } unknown)
        {
            return unknown;
        }

        var (scopes, scopeProblem) = ReadScopes(call.Context.Request.Query, limits);
        var (prefix, after, limit) = (query.Text(Prefix), query.Text(After), query.Integer(Limit, 1, MaxPage, DefaultPage));
        var problem = scopeProblem ?? query.Problem
            ?? (string.IsNullOrEmpty(prefix) ? null : PartProblem(Prefix, prefix, limits))
            ?? (after is null ? null : PartProblem(After, after, limits));
        return problem is null ? new KeyRange(scopes, prefix ?? "", after, limit) : problem;
    }

    private static bool IsInQuery(ApiCall call) => !call.Context.Request.RouteValues.ContainsKey(ApiPaths.Key);

    private static Checked<string> KeyOfQuery(ApiCall call) => call.Context.Request.Query[ApiPaths.Key] switch
    {
        [{ } key] => key,
        [] => Problem.MissingParameter(ApiPaths.Key, "must be a key"),
        var several => Problem.BrokenRule(ApiPaths.Key, several.ToString(), "must be given once"),
    };

    private static Checked<Scopes> ReadScopes(IQueryCollection query, TenantLimits limits)
    {
        var scopes = Scopes.Of([.. query[Scope].Select(scope => scope ?? "")]);
        if (scopes.Names.Count > Math.Min(limits.Scopes, Scopes.MaxCount))
        {
            return Problem.BrokenRule(
                Scope, string.Join(", ", scopes.Names),
                string.Create(CultureInfo.InvariantCulture, $"must be given at most {Math.Min(limits.Scopes, Scopes.MaxCount)} times (limits.scopes)"));
        }

        foreach (var name in scopes.Names)
        {
            // The store knows the rule; a key that is good for certain leaves only the scope to be wrong.
            if (new KeyName(Scopes.Of(name), "k").Fault() is { } fault)
            {
                return Problem.InvalidParameter(Scope, name, fault);
            }
        }

        return scopes;
    }

    private static Problem? PartProblem(string parameter, string key, TenantLimits limits)
    {
        if (new KeyName(Scopes.None, key).Fault() is { } fault)
        {
            return Problem.InvalidParameter(parameter, key, fault);
        }

        return Encoding.UTF8.GetByteCount(key) is var bytes && bytes > limits.KeyBytes
            ? Problem.InvalidParameter(
                parameter, key,
                string.Create(CultureInfo.InvariantCulture, $"{parameter} must be at most {limits.KeyBytes} bytes of UTF-8 (limits.key), was {bytes}."))
            : null;
    }
}
