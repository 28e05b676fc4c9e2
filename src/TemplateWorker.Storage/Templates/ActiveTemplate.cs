using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Storage.Templates;

/// <summary>What a worker needs of one template to run it.</summary>
public sealed record ActiveTemplate
{
    /// <summary>The <see cref="Files"/> of a template whose source was not read.</summary>
    internal static readonly IReadOnlyDictionary<string, string> NotRead = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The template's name.</summary>
    public required string Name { get; init; }

    /// <summary>The active version; a number never means another content, even after the template was deleted and made again.</summary>
    public required int Version { get; init; }

    /// <summary>The same for equal contents: files, settings and subscriptions.</summary>
    public required string Checksum { get; init; }

    /// <summary>Source by file name; empty when it was not read.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>What runs in place of some of the files, by their names; empty for most templates, and when it was not read.</summary>
    public IReadOnlyDictionary<string, string> Code { get; init; } = NotRead;

    /// <summary>The settings as JSON text; an empty object when the source was not read.</summary>
    public required string SettingsJson { get; init; }

    /// <summary>The events that the version handles, in the order in which they were published.</summary>
    public required IReadOnlyList<string> Subscriptions { get; init; }

    /// <summary>How its deliveries are retried.</summary>
    public DeliveryPolicy Policy { get; init; } = DeliveryPolicy.Default;

    /// <summary>The same without its source, as if that had not been read.</summary>
    public ActiveTemplate WithoutSource() => this with { Files = NotRead, Code = NotRead, SettingsJson = "{}" };
}

/// <summary>What a worker must know of a tenant before its first run.</summary>
/// <param name="Banned">Whether the tenant's events are refused and its lanes wait: it is banned or suspended.</param>
/// <param name="Templates">The active templates by name, in code point order; empty for an unknown tenant.</param>
public sealed record TenantTemplates(bool Banned, IReadOnlyList<ActiveTemplate> Templates);
