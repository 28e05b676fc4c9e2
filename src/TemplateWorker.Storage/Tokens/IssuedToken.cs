namespace TemplateWorker.Storage.Tokens;

/// <summary>A token that was issued, without its text, which is known to its bearer alone.</summary>
public sealed record IssuedToken
{
    /// <summary>Names it, and is the beginning of its text: <c>tw_</c> and ten characters. May be shown.</summary>
    public required string Prefix { get; init; }

    /// <summary>The bearer's name in logs: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>. Several tokens may have it.</summary>
    public required string Name { get; init; }

    /// <summary>The rights of its bearer.</summary>
    public required TokenRole Role { get; init; }

    /// <summary>The one tenant of a token with such a role; null for the others.</summary>
    public TenantId? Tenant { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is not valid; null for no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute; null before that.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked; null when it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A token at the one time when its text is known.</summary>
/// <param name="Token">What is stored of it.</param>
/// <param name="Text">What its bearer sends.</param>
public sealed record NewToken(IssuedToken Token, Secret Text);

/// <summary>A valid token, to compare with those that callers present.</summary>
/// <param name="Token">What is stored of it.</param>
/// <param name="Hash">The hash of its text.</param>
public sealed record ValidToken(IssuedToken Token, TokenHash Hash);
