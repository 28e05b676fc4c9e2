namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>How long records are kept. Of history, logs and the audit log whole months are dropped at once, so rows stay up to a month longer.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Finished deliveries and calls, 24 h to 10 years. Default 720 h, 30 days.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Log lines of templates, 24 h to 10 years. Default 720 h, 30 days.</summary>
    public TimeSpan Logs { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What handlers returned for stored events, 1 min to 1 year. Default 24 h.</summary>
    public TimeSpan Results { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Actions that were given up, 1 h to 10 years. Default 720 h, 30 days.</summary>
    public TimeSpan DeadActions { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Lines of the audit log, and tokens that have ended, 24 h to 10 years. Default 8760 h, 365 days.</summary>
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(365);
}
