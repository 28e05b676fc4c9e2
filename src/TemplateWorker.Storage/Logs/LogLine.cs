namespace TemplateWorker.Storage.Logs;

/// <summary>A line that a template wrote.</summary>
public sealed record LogLine
{
    /// <summary>Whose template it was.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>The run; null while the template was loaded.</summary>
    public required Guid? RunId { get; init; }

    /// <summary>How much it matters.</summary>
    public required LogSeverity Severity { get; init; }

    /// <summary>The line.</summary>
    public required string Text { get; init; }

    /// <summary>When it was written. Lines of one worker have different times, in their order.</summary>
    public required DateTimeOffset LoggedAt { get; init; }
}

/// <summary>How much a line matters, the least first.</summary>
public enum LogSeverity
{
    /// <summary>For debugging.</summary>
    Debug,

    /// <summary>What happens.</summary>
    Info,

    /// <summary>What should not happen.</summary>
    Warn,

    /// <summary>What failed.</summary>
    Error,
}
