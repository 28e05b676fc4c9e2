using System.Net;

namespace TemplateWorker.Supervision.Actions;

/// <summary>What came of one request.</summary>
internal abstract record PushResult
{
    private PushResult()
    {
    }

    /// <summary>The receiver has the actions.</summary>
    public sealed record Taken : PushResult;

    /// <summary>The receiver wants no more actions.</summary>
    public sealed record Gone : PushResult;

    /// <summary>It failed.</summary>
    /// <param name="Error">Why, for the operator.</param>
    /// <param name="RetryAfter">How long the receiver wants to be left alone; null when it did not say.</param>
    /// <param name="IsOfHost">Whether the host is at fault, and not what was sent.</param>
    public sealed record Failed(string Error, TimeSpan? RetryAfter, bool IsOfHost) : PushResult;

    /// <summary>The longest time that a receiver may ask for.</summary>
    public static readonly TimeSpan MostRetryAfter = TimeSpan.FromHours(24);

    /// <summary>What a status means.</summary>
    /// <param name="status">Of the response.</param>
    /// <param name="retryAfter">Of the response's header; null when it has none.</param>
    public static PushResult Of(HttpStatusCode status, TimeSpan? retryAfter) => (int)status switch
    {
        >= 200 and < 300 => new Taken(),
        410 => new Gone(),
        var code => new Failed(
            code is >= 300 and < 400 ? $"status {code}: redirects are not followed" : $"status {code}",
            retryAfter is not { } wait ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait < MostRetryAfter ? wait : MostRetryAfter,
            IsOfHost: code is 429 or >= 500),
    };
}
