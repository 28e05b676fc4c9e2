using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Keys;

/// <summary>A key and its value.</summary>
internal sealed record KeyAnswer
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>The scopes it is under, sorted.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Any JSON value.</summary>
    public required RawJson Value { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last written.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it expires; null when it does not.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>A page of keys.</summary>
/// <param name="Items">In the order of the keys' code points.</param>
/// <param name="NextAfter">The <c>after</c> of the next page; null on the last page.</param>
internal sealed record KeyPageAnswer(IReadOnlyList<KeyAnswer> Items, string? NextAfter);
