using TemplateWorker.Storage.Tokens;

namespace TemplateWorker.Api.Tokens;

/// <summary>Maps tokens to answers.</summary>
internal static class TokenAnswers
{
    /// <param name="tokens">The page.</param>
    /// <param name="limit">The page size; a full page means that there may be another.</param>
    /// <param name="now">Tells which have expired.</param>
    public static TokenPageAnswer Page(IReadOnlyList<IssuedToken> tokens, int limit, DateTimeOffset now) =>
        new([.. tokens.Select(token => Of(token, now))], tokens.Count == limit ? tokens[^1].Prefix : null);

    public static NewTokenAnswer New(NewToken issued, DateTimeOffset now) => new(issued.Text.Reveal(), Of(issued.Token, now));

    private static TokenAnswer Of(IssuedToken token, DateTimeOffset now) => new()
    {
        Prefix = token.Prefix,
        Name = token.Name,
        Role = token.Role.Word(),
        Tenant = token.Tenant?.ToString(),
        State = token.RevokedAt is not null ? "revoked" : token.ExpiresAt <= now ? "expired" : "valid",
        CreatedAt = token.CreatedAt,
        ExpiresAt = token.ExpiresAt,
        LastUsedAt = token.LastUsedAt,
        RevokedAt = token.RevokedAt,
    };
}
