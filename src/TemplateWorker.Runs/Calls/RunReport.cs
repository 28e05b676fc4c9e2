namespace TemplateWorker.Runs.Calls;

/// <summary>How the run of one template for one event ended.</summary>
internal sealed record RunReport
{
    public required string Template { get; init; }

    public required int Version { get; init; }

    /// <summary>The handler's result as JSON text; null when it returned nothing, or failed.</summary>
    public string? ResultJson { get; init; }

    /// <summary>Null when the run completed and is committed.</summary>
    public RunFailure? Failure { get; init; }

    /// <summary>Whether nothing ran, because no template handles the event any more.</summary>
    public bool Skipped { get; init; }

    /// <summary>How often the run was repeated because what it had read was changed by somebody else meanwhile.</summary>
    public int Repeats { get; init; }

    /// <summary>Of the last repetition.</summary>
    public TimeSpan Wall { get; init; }

    /// <summary>Of the last repetition.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>The report of a delivery that no template handles any more.</summary>
    public static RunReport Skip(string template) => new() { Template = template, Version = 0, Skipped = true };
}
