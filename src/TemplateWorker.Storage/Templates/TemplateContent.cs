namespace TemplateWorker.Storage.Templates;

/// <summary>What makes a version of a template.</summary>
public sealed record TemplateContent
{
    /// <summary>The template's name, 1 to 128 bytes of UTF-8.</summary>
    public required string Name { get; init; }

    /// <summary>Source by file name.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>What runs in place of some of the files, by their names, such as the CommonJS made of a module; at most 64 MiB as JSON.</summary>
    public IReadOnlyDictionary<string, string> Code { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The settings as JSON text.</summary>
    public required string SettingsJson { get; init; }

    /// <summary>The events that the template handles, at most 1,000.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }
}
