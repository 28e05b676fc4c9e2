using Microsoft.Extensions.Primitives;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Access;

/// <summary>Authenticates callers and authorizes them for a route. Immutable.</summary>
internal sealed class AccessCheck(TokenTable tokens)
{
    private const string Scheme = "Bearer ";

    private static readonly Problem NoToken = new(
        ProblemKinds.Unauthorized, "Send one of the configured tokens: 'Authorization: Bearer <token>'.")
    {
        Challenge = "Bearer",
    };

    private static readonly Problem WrongToken = new(ProblemKinds.Unauthorized, "The token is not configured.")
    {
        Challenge = "Bearer error=\"invalid_token\"",
    };

    /// <summary>The caller with this header, or the reason for a 401.</summary>
    public Caller? Identify(StringValues authorization, out Problem? problem)
    {
        problem = null;
        if (tokens.IsEmpty)
        {
            return Caller.Anyone;
        }

        if (!TryRead(authorization, out var token))
        {
            problem = NoToken;
            return null;
        }

        var caller = tokens.Find(token);
        problem = caller is null ? WrongToken : null;
        return caller;
    }

    /// <summary>Whether this header has one of the tokens; never on a server that needs none.</summary>
    public bool HasValidToken(StringValues authorization) => TryRead(authorization, out var token) && tokens.Find(token) is not null;

    /// <summary>The reason for a 403; null when the caller may use the route.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="access">The access rule of the route.</param>
    /// <param name="tenant">The tenant in the path, for the routes that have one.</param>
    public static Problem? Refuse(Caller caller, RouteAccess access, TenantId tenant)
    {
        if (access == RouteAccess.Open || caller.IsAdmin)
        {
            return null;
        }

        if (access == RouteAccess.Admin)
        {
            return new Problem(ProblemKinds.Forbidden, $"This route requires an admin token; the token '{caller.Name}' belongs to the tenant {caller.Tenant}.");
        }

        return caller.Tenant == tenant
            ? null
            : new Problem(ProblemKinds.Forbidden, $"The token '{caller.Name}' is only valid for the tenant {caller.Tenant}.");
    }

    private static bool TryRead(StringValues authorization, out ReadOnlySpan<char> token)
    {
        if (authorization.Count == 1 && authorization[0] is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            token = header.AsSpan(Scheme.Length).Trim(' ');
            return true;
        }

        token = default;
        return false;
    }
}
