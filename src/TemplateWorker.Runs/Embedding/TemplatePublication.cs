using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Embedding;

/// <summary>The result of publishing a template.</summary>
public abstract record TemplatePublication
{
    private TemplatePublication()
    {
    }

    /// <summary>The files are the template's active version.</summary>
    /// <param name="Template">The active version, and whether this call created it.</param>
    public sealed record Published(PublishedTemplate Template) : TemplatePublication;

    /// <summary>Nothing was written; the version that was active stays active.</summary>
    /// <param name="Reason">
    /// <c>InvalidTemplate</c>, <c>TooLarge</c>, <c>TooManyTemplates</c>, the name of an <see cref="Calls.EventRefusal"/> when the template could not be
    /// checked, or a reason of <c>docs/templates.md</c> when its code is at fault.
    /// </param>
    /// <param name="Message">The cause in words for the template's author.</param>
    /// <param name="File">The file at fault; null when none is.</param>
    /// <param name="Line">The line at fault, from 1; null when it is not known.</param>
    /// <param name="Column">The column at fault, from 1; null when it is not known.</param>
    public sealed record Rejected(string Reason, string Message, string? File, int? Line, int? Column) : TemplatePublication;
}
