namespace TemplateWorker.Storage.Tokens;

/// <summary>What became of issuing or replacing a token.</summary>
public abstract record TokenOutcome
{
    private TokenOutcome()
    {
    }

    /// <summary>There is a new token.</summary>
    /// <param name="Issued">With its text, which is nowhere else.</param>
    public sealed record Done(NewToken Issued) : TokenOutcome;

    /// <summary>There are as many valid tokens as there may be; nothing was issued.</summary>
    /// <param name="Limit">How many.</param>
    public sealed record TooMany(int Limit) : TokenOutcome;

    /// <summary>There is no token with that prefix.</summary>
    public sealed record Unknown : TokenOutcome;

    /// <summary>The token to replace is not valid any more.</summary>
    public sealed record Ended : TokenOutcome;
}

/// <summary>What became of revoking a token.</summary>
public enum TokenRevocation
{
    /// <summary>It is not valid any more.</summary>
    Revoked,

    /// <summary>It was revoked before.</summary>
    Unchanged,

    /// <summary>There is no token with that prefix.</summary>
    NotFound,
}
