namespace TemplateWorker.Storage.Rates;

/// <summary>One of the <see cref="TenantRates"/>.</summary>
public enum TenantRate
{
    /// <summary>Events that are stored for the tenant by HTTP.</summary>
    Events,

    /// <summary>Runs of its templates.</summary>
    Runs,

    /// <summary>Time of its runs on script threads.</summary>
    ThreadTime,

    /// <summary>Events that its runs emit.</summary>
    EmittedEvents,

    /// <summary>Lines that its templates log.</summary>
    LogLines,

    /// <summary>Bytes that its runs write.</summary>
    WrittenBytes,
}

/// <summary>What rates are called.</summary>
public static class TenantRateNames
{
    /// <summary>The key in the configuration.</summary>
    /// <param name="rate">Which one.</param>
    public static string Setting(this TenantRate rate) => rate switch
    {
        TenantRate.Events => "limits.events_per_minute",
        TenantRate.Runs => "limits.runs_per_minute",
        TenantRate.ThreadTime => "limits.thread_time_per_minute",
        TenantRate.EmittedEvents => "limits.emitted_events_per_minute",
        TenantRate.LogLines => "limits.log_lines_per_minute",
        TenantRate.WrittenBytes => "limits.writes_per_minute",
        _ => throw new ArgumentOutOfRangeException(nameof(rate), rate, "is no rate"),
    };

    /// <summary>The unit of <see cref="TenantRates.Of"/>.</summary>
    /// <param name="rate">Which one.</param>
    public static string Unit(this TenantRate rate) => rate switch
    {
        TenantRate.Runs => "runs",
        TenantRate.ThreadTime => "ms",
        TenantRate.LogLines => "lines",
        TenantRate.WrittenBytes => "bytes",
        _ => "events",
    };
}
