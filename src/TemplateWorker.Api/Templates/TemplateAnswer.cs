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

/// <summary>One version of a template.</summary>
/// <param name="Version">Its number; a version never changes.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Checksum">SHA-256 over its content, in hexadecimal: equal content has an equal one.</param>
internal sealed record TemplateVersionItem(int Version, DateTimeOffset PublishedAt, string Checksum);

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

/// <summary>A tenant's templates.</summary>
/// <param name="Items">By name.</param>
internal sealed record TemplateListAnswer(IReadOnlyList<TemplateItem> Items);

/// <summary>A template after a version was published or made active.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Version">The version that is active now.</param>
/// <param name="Subscriptions">The events it handles.</param>
/// <param name="Changed">False when the same was active before.</param>
internal sealed record PublishedAnswer(string Name, int Version, IReadOnlyList<string> Subscriptions, bool Changed);
