namespace TemplateWorker.Api.Tokens;

/// <summary>An issued token, without its text.</summary>
internal sealed record TokenAnswer
{
    /// <summary>Names it; it is the beginning of its text.</summary>
    public required string Prefix { get; init; }

    /// <summary>The bearer's name in logs.</summary>
    public required string Name { get; init; }

    /// <summary><c>admin</c>, <c>operator</c>, <c>tenant</c> or <c>tenant-read</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The one tenant that it is valid for; null for all.</summary>
    public required string? Tenant { get; init; }

    /// <summary><c>valid</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is not valid; null for no end.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to some minutes; null before that.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked; null when it was not.</summary>
    public required DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>A page of tokens.</summary>
/// <param name="Items">By prefix, those that have ended included.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last page.</param>
internal sealed record TokenPageAnswer(IReadOnlyList<TokenAnswer> Items, string? NextAfter);

/// <summary>A token that was issued now.</summary>
/// <param name="Token">Its text, which is shown this once.</param>
/// <param name="Issued">What is stored of it.</param>
internal sealed record NewTokenAnswer(string Token, TokenAnswer Issued);

/// <summary>A token to issue.</summary>
internal sealed record TokenBody
{
    /// <summary>The bearer's name in logs: 1 to 64 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>admin</c>, <c>operator</c>, <c>tenant</c> or <c>tenant-read</c>; on a tenant's route one of the last two, and <c>tenant</c> when it is left out.</summary>
    public string? Role { get; init; }

    /// <summary>The tenant of a <c>tenant</c> or <c>tenant-read</c> token, such as <c>guild:1234</c>; on a tenant's route it is that one.</summary>
    public string? Tenant { get; init; }

    /// <summary>How long it is valid, 1m to 87600h; without an end when it is left out.</summary>
    public string? ExpiresIn { get; init; }
}

/// <summary>How a token is replaced.</summary>
internal sealed record RotateBody
{
    /// <summary>How long the old token stays valid, 0s to 2160h. Default: 1h.</summary>
    public string? Overlap { get; init; }

    /// <summary>How long the new token is valid, 1m to 87600h. Default: as long as the old one was to be.</summary>
    public string? ExpiresIn { get; init; }
}
