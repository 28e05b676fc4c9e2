namespace TemplateWorker.Storage.Templates;

/// <summary>One template in a list.</summary>
public sealed record TemplateSummary
{
    /// <summary>The template's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that runs.</summary>
    public required int ActiveVersion { get; init; }

    /// <summary>The events that the active version handles.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>When the template was first published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the active version was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
