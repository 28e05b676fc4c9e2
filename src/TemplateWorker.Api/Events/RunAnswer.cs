using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Events;

/// <summary>How one run ended.</summary>
internal sealed record RunAnswer
{
    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The version that ran.</summary>
    public required int Version { get; init; }

    /// <summary><c>completed</c>, and its writes are committed; or <c>failed</c>, and nothing of it is.</summary>
    public required string Outcome { get; init; }

    /// <summary>What the handler returned; null when it returned nothing or failed.</summary>
    public required RawJson? Value { get; init; }

    /// <summary>Why it failed; null when it completed.</summary>
    public required RunErrorAnswer? Error { get; init; }

    /// <summary>How often it was run again because what it had read was changed by others.</summary>
    public required int Repeats { get; init; }

    /// <summary>Milliseconds from its start to its end, repeats included.</summary>
    public required double WallMs { get; init; }

    /// <summary>Milliseconds of CPU time, repeats included.</summary>
    public required double CpuMs { get; init; }
}
