namespace TemplateWorker.Storage.Logs;

/// <summary>Which lines of a tenant are wanted.</summary>
public sealed record LogFilter
{
    /// <summary>The most lines of one page.</summary>
    public const int MaxLimit = 1_000;

    /// <summary>Whose.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Of this template; null for all.</summary>
    public string? Template { get; init; }

    /// <summary>Of this severity and above.</summary>
    public LogSeverity Least { get; init; } = LogSeverity.Debug;

    /// <summary>Of this run; null for all.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Written at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Older than this: the time of the last line of the page before; null for the first page.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>The most lines of a page; as many mean that there may be more.</summary>
    public required int Limit { get; init; }
}
