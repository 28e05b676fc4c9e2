namespace TemplateWorker.Storage.Templates;

/// <summary>What a template is after it was published.</summary>
/// <param name="Name">The template's name.</param>
/// <param name="Version">The active version.</param>
/// <param name="Subscriptions">The events that the active version handles.</param>
/// <param name="Changed">False when the active version had this very content already, so that no version was made.</param>
public sealed record PublishedTemplate(string Name, int Version, IReadOnlyList<string> Subscriptions, bool Changed);

/// <summary>What became of publishing a template.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>The content is the template's active version.</summary>
    public sealed record Published(PublishedTemplate Template) : PublishOutcome;

    /// <summary>The template would have been new, and the tenant has as many as it may; nothing was written.</summary>
    public sealed record TooManyTemplates(int Limit) : PublishOutcome;
}

/// <summary>What became of activating a version of a template.</summary>
public abstract record ActivateOutcome
{
    private ActivateOutcome()
    {
    }

    /// <summary>The version is the active one now (or was before).</summary>
    public sealed record Activated(PublishedTemplate Template) : ActivateOutcome;

    /// <summary>The tenant has no template of that name.</summary>
    public sealed record UnknownTemplate : ActivateOutcome;

    /// <summary>The template has no such version; the active one stays.</summary>
    /// <param name="Versions">Those that it has, ascending.</param>
    public sealed record UnknownVersion(IReadOnlyList<int> Versions) : ActivateOutcome;
}
