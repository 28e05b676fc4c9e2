using TemplateWorker.Api.Syntax;
using TemplateWorker.Configuration.Faults;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage;

namespace TemplateWorker.Configuration.Loading;

/// <summary>Converts the nodes of the file to settings and reports unknown keys.</summary>
internal sealed class FileSettingsReader(Settings settings, FaultList faults)
{
    private static readonly string[] SectionNames = [.. ConfigSchema.Sections.Select(section => section.Name), ConfigSchema.Tokens];
    private static readonly string[] LimitNames = [.. ConfigSchema.LimitKeys.Select(key => key.Name)];
    private static readonly string[] TokenNames = [.. ConfigSchema.TokenKeys.Select(key => key.Name)];
    private static readonly string[] AllPaths =
        [.. ConfigSchema.RootKeys.Select(key => key.Name), ConfigSchema.Tenants, .. TokenNames.Select(name => $"{ConfigSchema.Tokens}[].{name}")];

    /// <summary>Reads a whole document.</summary>
    public void Read(ConfigNode root)
    {
        foreach (var entry in Entries(root, "the configuration", prefix: string.Empty))
        {
            if (entry.Key == ConfigSchema.Tokens)
            {
                ReadTokens(entry.Value);
            }
            else if (ConfigSchema.Sections.FirstOrDefault(section => section.Name == entry.Key) is { } section)
            {
                ReadSection(section, entry.Value);
            }
            else
            {
                AddUnknown(entry, string.Empty, SectionNames);
            }
        }
    }

    private void ReadSection(ConfigSection section, ConfigNode node)
    {
        foreach (var entry in Entries(node, section.Name, $"{section.Name}."))
        {
            var path = $"{section.Name}.{entry.Key}";
            if (path == ConfigSchema.Tenants)
            {
                ReadTenants(entry.Value);
            }
            else if (section.Keys.Any(key => key.Name == path))
            {
                ReadValue(entry, path, settings.Values, path);
            }
            else
            {
                var prefix = $"{section.Name}.";
                AddUnknown(entry, prefix, [.. AllPaths.Where(known => known.StartsWith(prefix, StringComparison.Ordinal)).Select(LastPart)]);
            }
        }
    }

    private void ReadTenants(ConfigNode node)
    {
        foreach (var entry in Entries(node, ConfigSchema.Tenants, $"{ConfigSchema.Tenants}."))
        {
            if (!TenantId.TryParse(entry.Key, out var tenant))
            {
                faults.Add(entry.Line, $"{ConfigSchema.Tenants} must be keyed by tenants such as \"guild:1234\", was {Quoted.Text(entry.Key)}");
                continue;
            }

            settings.Tenants[tenant] = ReadGroup(entry.Value, $"{ConfigSchema.Tenants}.{tenant}", entry.Line, LimitNames);
        }
    }

    private void ReadTokens(ConfigNode node)
    {
        if (node is ConfigNode.Nothing)
        {
            return;
        }

        if (node is not ConfigNode.Sequence list)
        {
            faults.Add(node.Line, $"{ConfigSchema.Tokens} must be a list, was {node.Kind}");
            return;
        }

        foreach (var (index, item) in list.Items.Index())
        {
            settings.Tokens.Add(ReadGroup(item, $"{ConfigSchema.Tokens}[{index}]", item.Line, TokenNames));
        }
    }

    private SettingGroup ReadGroup(ConfigNode node, string path, int line, IReadOnlyList<string> names)
    {
        var group = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (var entry in Entries(node, path, $"{path}."))
        {
            if (names.Contains(entry.Key, StringComparer.Ordinal))
            {
                ReadValue(entry, $"{path}.{entry.Key}", group, entry.Key);
            }
            else
            {
                AddUnknown(entry, $"{path}.", names);
            }
        }

        return new SettingGroup(path, faults.At(line), group);
    }

    private void ReadValue(ConfigNode.Entry entry, string path, Dictionary<string, Setting> into, string name)
    {
        if (entry.Value is ConfigNode.Scalar scalar)
        {
            into[name] = new Setting(scalar.Text, faults.At(entry.Line), SettingOrigin.File);
        }
        else
        {
            var remedy = entry.Value is ConfigNode.Nothing ? " (omit the key for its default)" : string.Empty;
            faults.Add(entry.Line, $"{path} must be a single value, was {entry.Value.Kind}{remedy}");

            // The key is present, so it must not also be reported as missing.
            into[name] = new Setting(string.Empty, faults.At(entry.Line), SettingOrigin.Faulty);
        }
    }

    // A section whose keys are all commented out is a section without keys.
    private IEnumerable<ConfigNode.Entry> Entries(ConfigNode node, string name, string prefix)
    {
        if (node is not ConfigNode.Mapping mapping)
        {
            if (node is not ConfigNode.Nothing)
            {
                faults.Add(node.Line, $"{name} must be a section of keys, was {node.Kind}");
            }

            yield break;
        }

        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (lines.TryAdd(entry.Key, entry.Line))
            {
                yield return entry;
            }
            else
            {
                faults.Add(entry.Line, $"{prefix}{Shown(entry.Key)} is given twice, first on line {lines[entry.Key]}");
            }
        }
    }

    private void AddUnknown(ConfigNode.Entry entry, string prefix, IReadOnlyList<string> siblings)
    {
        var nearest = NearestName.Find(entry.Key, siblings) is { } sibling ? prefix + sibling : NearestElsewhere(entry.Key);
        var hint = nearest is null ? "config.example.yaml lists all keys" : $"did you mean {nearest}?";
        faults.Add(entry.Line, $"unknown key {prefix}{Shown(entry.Key)}; {hint}");
    }

    // A good key in the wrong place: "max_db_connections" at the top, "count" in another section.
    private static string? NearestElsewhere(string key)
    {
        var name = NearestName.Find(key, AllPaths.Select(LastPart));
        return name is null ? null : AllPaths.First(path => LastPart(path) == name);
    }

    private static string LastPart(string path) => path[(path.LastIndexOf('.') + 1)..];

    private static string Shown(string key) => key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or ':' or '-') && key.Length is > 0 and <= 60
        ? key
        : Quoted.Text(key);
}
