using System.Net;
using TemplateWorker.Demo.Api;

namespace TemplateWorker.Demo.Sending;

/// <summary>
/// Whether, and when, an event is sent again. Every attempt carries the same idempotency key, so that one more is
/// always safe.
/// </summary>
internal static class RetryPolicy
{
    /// <summary>Attempts for one event; with the delays below this outlasts any restart of a worker.</summary>
    public const int MaxAttempts = 40;

    private static readonly TimeSpan DefaultDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait before the next attempt; null when another would not help.</summary>
    /// <param name="reply">What the latest attempt came to.</param>
    /// <param name="attempts">Attempts so far, at least 1.</param>
    public static TimeSpan? DelayAfter(EventReply reply, int attempts) => reply switch
    {
        _ when attempts >= MaxAttempts => null,
        EventReply.Broken => DefaultDelay,
        EventReply.Refused
        {
            Status: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout,
        } refused => Bounded(refused.RetryAfter),
        _ => null,
    };

    private static TimeSpan Bounded(TimeSpan? asked) => asked is not { } delay ? DefaultDelay : delay < LongestDelay ? delay : LongestDelay;
}
