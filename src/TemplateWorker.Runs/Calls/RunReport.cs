namespace TemplateWorker.Runs.Calls;

/// <summary>How the run of one template for one event ended.</summary>
public sealed record RunReport
{
    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The version that ran, from 1; 0 when none did.</summary>
    public required int Version { get; init; }

    /// <summary>The handler's result as JSON text; null when it returned nothing, or failed.</summary>
    public string? ResultJson { get; init; }

    /// <summary>Null when the run completed and its writes are committed.</summary>
    public RunFailure? Failure { get; init; }

    /// <summary>True when nothing ran because no template handles the event any more.</summary>
    public bool Skipped { get; init; }

    /// <summary>How often the run was repeated because concurrent changes invalidated what it had read.</summary>
    public int Repeats { get; init; }

    /// <summary>Wall time of the last repetition.</summary>
    public TimeSpan Wall { get; init; }

    /// <summary>CPU time of the last repetition.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>The report of a delivery whose template no longer handles the event.</summary>
    internal static RunReport Skip(string template) => new() { Template = template, Version = 0, Skipped = true };

    /// <summary>The report of an immediate call whose template was deleted.</summary>
    internal static RunReport Gone(string template) => new()
    {
        Template = template,
        Version = 0,
        Failure = new RunFailure(RunFailure.TemplateGone, $"The template '{template}' was deleted before the event reached it.", null),
    };
}
