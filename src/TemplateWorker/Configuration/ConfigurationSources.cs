namespace TemplateWorker.Configuration;

/// <summary>The sources of a configuration. Later ones override earlier ones: file, environment, flags.</summary>
internal sealed record ConfigurationSources
{
    /// <summary>The file, as the operator named it; messages use that name.</summary>
    public required string Path { get; init; }

    /// <summary>The process's environment, from <see cref="ProcessEnvironment"/>, or a test's.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Keys set by flags; none by default.</summary>
    public IReadOnlyList<SettingOverride> Overrides { get; init; } = [];
}

/// <summary>A key of the configuration that a flag sets.</summary>
/// <param name="Key">The dotted path, such as <c>workers.count</c>.</param>
/// <param name="Text">The value, as the file would have it.</param>
/// <param name="Flag">The flag, for messages.</param>
internal sealed record SettingOverride(string Key, string Text, string Flag);
