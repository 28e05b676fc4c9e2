namespace TemplateWorker.Storage.Rates;

/// <summary>
/// What one tenant may use in a minute. What it has left of the last minute it may use at once, so that a burst of a minute's worth is not
/// noticed.
/// </summary>
public sealed record TenantRates
{
    /// <summary>Events that are stored for it by HTTP, 1 to 100,000,000; further ones are refused. Default 60,000.</summary>
    public int Events { get; init; } = 60_000;

    /// <summary>Runs, 1 to 100,000,000, those included that fail or are repeated. Default 60,000.</summary>
    public int Runs { get; init; } = 60_000;

    /// <summary>Time on script threads, 100 ms to 1 min: computing and waiting for the database. A minute never runs out. Default 30 s.</summary>
    public TimeSpan ThreadTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Events that its runs emit, 1 to 100,000,000. Default 60,000.</summary>
    public int EmittedEvents { get; init; } = 60_000;

    /// <summary>Lines that its templates log, 1 to 100,000,000. Default 10,000.</summary>
    public int LogLines { get; init; } = 10_000;

    /// <summary>Bytes that its runs write, 1 KiB to 64 GiB: keys, values, state, payloads of events and schedules. Default 64 MiB.</summary>
    public long WrittenBytes { get; init; } = 64L << 20;

    /// <summary>The number behind a rate: events, runs, lines, bytes, or milliseconds of thread time.</summary>
    /// <param name="rate">Which one.</param>
    public long Of(TenantRate rate) => rate switch
    {
        TenantRate.Events => Events,
        TenantRate.Runs => Runs,
        TenantRate.ThreadTime => (long)ThreadTime.TotalMilliseconds,
        TenantRate.EmittedEvents => EmittedEvents,
        TenantRate.LogLines => LogLines,
        TenantRate.WrittenBytes => WrittenBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(rate), rate, "is no rate"),
    };
}
