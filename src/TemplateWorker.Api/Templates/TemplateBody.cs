using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Templates;

/// <summary>A template to publish.</summary>
internal sealed record TemplateBody
{
    /// <summary>Source by path, with an <c>index.js</c>, <c>index.mjs</c> or <c>index.ts</c>: 1 to 100 files, together at most <c>limits.template_files</c> bytes.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>What the template sees as <c>template.settings</c>: an object of at most 64 KiB; empty when it is left out.</summary>
    public IReadOnlyDictionary<string, RawJson>? Settings { get; init; }
}

/// <summary>The version to make active.</summary>
/// <param name="Version">One of the template's versions.</param>
internal sealed record ActivationBody(int Version);
