namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>How long what happened is kept. Whole months go at once, so it stays up to a month longer.</summary>
internal sealed record RetentionOptions
{
    /// <summary>Finished deliveries and calls, 24 h to 10 years. Default 720 h, 30 days.</summary>
    public TimeSpan History { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What templates logged, 24 h to 10 years. Default 720 h, 30 days.</summary>
    public TimeSpan Logs { get; init; } = TimeSpan.FromDays(30);
}
