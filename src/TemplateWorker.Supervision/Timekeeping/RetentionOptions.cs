namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>How long the history and the logs are kept. Whole months are dropped at once, so rows stay up to a month longer.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Finished deliveries and calls, 24 h to 10 years. Default 720 h, 30 days.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Log lines of templates, 24 h to 10 years. Default 720 h, 30 days.</summary>
    public TimeSpan Logs { get; init; } = TimeSpan.FromDays(30);
}
