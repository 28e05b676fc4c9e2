using Microsoft.Extensions.Primitives;
using TemplateWorker.Api.Problems;
using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Access;

/// <summary>Authenticates callers and authorizes them for a route. Safe for concurrent use.</summary>
/// <param name="configured">The tokens of the configuration. Without any, every caller is an admin.</param>
/// <param name="issued">The tokens of the database.</param>
internal sealed class AccessCheck(TokenTable configured, IssuedTokens issued)
{
    private const string Scheme = "Bearer ";

    private static readonly Problem NoToken = new(ProblemKinds.Unauthorized, "Send a token: 'Authorization: Bearer <token>'.")
    {
        Challenge = "Bearer",
    };

    private static readonly Problem WrongToken = new(ProblemKinds.Unauthorized, "The token is unknown, expired or revoked.")
    {
        Challenge = "Bearer error=\"invalid_token\"",
    };

    /// <summary>The caller with this header, or the reason for a 401.</summary>
    public Caller? Identify(StringValues authorization, out Problem? problem)
    {
        problem = null;
        if (configured.IsEmpty)
        {
            return Caller.Anyone;
        }

        if (!TryRead(authorization, out var token))
        {
            problem = NoToken;
            return null;
        }

        var caller = Find(token);
        problem = caller is null ? WrongToken : null;
        return caller;
    }

    /// <summary>Whether this header has a valid token; never on a server that needs none.</summary>
    public bool HasValidToken(StringValues authorization) => !configured.IsEmpty && TryRead(authorization, out var token) && Find(token) is not null;

    /// <summary>Whether the token of an identified caller is still valid.</summary>
    public bool IsValid(Caller caller) => caller.Prefix is null || issued.IsValid(caller);

    /// <summary>The reason for a 403; null when the caller may use the route.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="access">The access rule of the route.</param>
    /// <param name="use">What the route does.</param>
    /// <param name="tenant">The tenant in the path, for the routes that have one.</param>
    public static Problem? Refuse(Caller caller, RouteAccess access, RouteUse use, TenantId tenant)
    {
        if (access == RouteAccess.Open)
        {
            return null;
        }

        if (caller.Role.HasTenant())
        {
            if (access == RouteAccess.Admin)
            {
                return Forbidden($"This route requires an admin token; the token '{caller.Name}' belongs to the tenant {caller.Tenant}.");
            }

            if (caller.Tenant != tenant)
            {
                return Forbidden($"The token '{caller.Name}' is only valid for the tenant {caller.Tenant}.");
            }
        }

        return use == RouteUse.Change && caller.Role.IsReadOnly()
            ? Forbidden($"The token '{caller.Name}' has the role {caller.Role.Word()}, which only reads.")
            : null;
    }

    private static Problem Forbidden(string detail) => new(ProblemKinds.Forbidden, detail);

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

    private Caller? Find(ReadOnlySpan<char> token) => TokenHash.Of(token) is { } hash ? configured.Find(hash) ?? issued.Find(hash) : null;
}
