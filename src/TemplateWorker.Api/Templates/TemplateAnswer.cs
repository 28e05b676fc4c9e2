using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Templates;

/// <summary>A template with the content of its active version.</summary>
internal sealed record TemplateAnswer
{
    /// <summary>The template's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version that is active.</summary>
    public required int Version { get; init; }

    /// <summary>The events it handles.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>Source by path.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>What the template sees as <c>template.settings</c>.</summary>
    public required RawJson Settings { get; init; }

    /// <summary>All versions, ascending.</summary>
    public required IReadOnlyList<TemplateVersionItem> Versions { get; init; }

    /// <summary>When the template was first published.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When another version became active.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
