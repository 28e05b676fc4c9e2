namespace TemplateWorker.Storage.Templates;

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
