namespace TemplateWorker.Configuration;

/// <summary>Everything that a configuration is made of; later ones override earlier ones: file, environment, flags.</summary>
internal sealed record ConfigurationSources
{
    /// <summary>The file, as the operator named it; messages name it so.</summary>
    public required string Path { get; init; }

    /// <summary>The process's environment, from <see cref="ProcessEnvironment"/>, or a test's.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What flags set; none by default.</summary>
    public IReadOnlyList<SettingOverride> Overrides { get; init; } = [];
}
