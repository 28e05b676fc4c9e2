using TemplateWorker.Configuration;
using TemplateWorker.Configuration.Schema;

namespace TemplateWorker.Tests.Configuration;

/// <summary>A folder of its own with a <c>config.yaml</c> in it, and an environment that only the test sees.</summary>
internal sealed class ConfigFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("template-worker-config-");

    /// <summary>A file that is complete but for what the test adds.</summary>
    public const string Minimal = "meta: { postgres_url: 'postgresql://localhost/test' }\n";

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public List<SettingOverride> Overrides { get; } = [];

    public string ConfigPath => PathOf("config.yaml");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public ConfigurationOutcome Load(string yaml)
    {
        Write("config.yaml", yaml);
        return Load();
    }

    public ConfigurationOutcome Load() => ConfigurationLoader.Load(
        new ConfigurationSources { Path = ConfigPath, Environment = Environment, Overrides = Overrides });

    public RootOptions Good(string yaml)
    {
        var outcome = Load(yaml);
        return outcome switch
        {
            ConfigurationOutcome.Loaded loaded => loaded.Options,
            ConfigurationOutcome.Invalid invalid => throw new ShouldAssertException(string.Join('\n', invalid.Faults)),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>What is wrong, line by line, with the folder cut from the file's name.</summary>
    public IReadOnlyList<string> Faults(string yaml)
    {
        var faults = Load(yaml).ShouldBeOfType<ConfigurationOutcome.Invalid>().Faults;
        return [.. faults.Select(fault => fault.ToString().Replace(_folder.FullName + Path.DirectorySeparatorChar, string.Empty))];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
