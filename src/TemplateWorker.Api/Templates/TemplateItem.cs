namespace TemplateWorker.Api.Templates;

/// <summary>One template in a list.</summary>
internal sealed record TemplateItem
{
    /// <summary>The template's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that is active.</summary>
    public required int Version { get; init; }

    /// <summary>The events it handles.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>When the template was first published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When another version became active.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
