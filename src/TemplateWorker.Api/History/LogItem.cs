namespace TemplateWorker.Api.History;

/// <summary>A line that a template logged.</summary>
internal sealed record LogItem
{
    /// <summary>When. Lines of one worker have different times, in their order.</summary>
    public required DateTimeOffset LoggedAt { get; init; }

    /// <summary><c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</summary>
    public required string Level { get; init; }

    /// <summary>The template.</summary>
    public required string Template { get; init; }

    /// <summary>The run, which scripts know as <c>ctx.runId</c>; null while the template was loaded.</summary>
    public required Guid? Run { get; init; }

    /// <summary>The line.</summary>
    public required string Line { get; init; }
}

/// <summary>A page of log lines.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="NextAfter">The <c>after</c> of the next page, to be passed unchanged; null on the last page.</param>
internal sealed record LogPageAnswer(IReadOnlyList<LogItem> Items, string? NextAfter);
