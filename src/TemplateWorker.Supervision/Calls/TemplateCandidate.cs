namespace TemplateWorker.Supervision.Calls;

/// <summary>A template to be checked before it is published.</summary>
internal sealed record TemplateCandidate
{
    public required TenantId Tenant { get; init; }

    public required string Name { get; init; }

    /// <summary>Path → text; within <c>limits.template_files</c>.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Settings { get; init; }
}
