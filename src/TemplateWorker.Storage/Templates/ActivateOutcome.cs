namespace TemplateWorker.Storage.Templates;

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
