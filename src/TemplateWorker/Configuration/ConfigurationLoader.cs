using System.Text;
using TemplateWorker.Configuration.Faults;
using TemplateWorker.Configuration.Loading;
using TemplateWorker.Configuration.Schema;

namespace TemplateWorker.Configuration;

/// <summary>
/// Builds the options from a configuration file, the environment and flags, or reports all faults. An overridden value is
/// not read; everything else must be valid, even what the command does not use.
/// </summary>
internal static class ConfigurationLoader
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads and validates everything, before any process, socket or connection exists.</summary>
    public static ConfigurationOutcome Load(ConfigurationSources sources)
    {
        var faults = new FaultList(sources.Path);
        if (ReadFile(sources.Path, faults) is not { } yaml)
        {
            return new ConfigurationOutcome.Invalid(faults.InOrder());
        }

        var settings = new Settings();
        var root = ConfigNodeReader.Read(yaml, faults);
        var isReadable = faults.IsEmpty;
        if (root is not null)
        {
            new FileSettingsReader(settings, faults).Read(root);
        }

        EnvironmentSettings.Apply(sources.Environment, settings, faults);
        foreach (var (key, text, flag) in sources.Overrides)
        {
            settings.Values[key] = new Setting(text, new SettingPlace(flag, null), SettingOrigin.Outside);
        }

        if (!isReadable)
        {
            // Without the file's keys, further faults such as missing keys would be noise.
            return new ConfigurationOutcome.Invalid(faults.InOrder());
        }

        var binder = new SettingsBinder(settings, new ValueResolver(sources.Environment, Path.GetFullPath(sources.Path)), faults);
        var options = binder.Bind();
        AddBrokenRelations(options, settings, binder, faults);
        return faults.IsEmpty ? new ConfigurationOutcome.Loaded(options, [.. binder.SecretFiles]) : new ConfigurationOutcome.Invalid(faults.InOrder());
    }

    private static string? ReadFile(string path, FaultList faults)
    {
        try
        {
            // Not File.ReadAllText, which would switch the encoding by a byte order mark.
            var bytes = File.ReadAllBytes(path).AsSpan();
            return StrictUtf8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add("the file does not exist: copy config.example.yaml to it and fill it in, or name another file with --config");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"the file cannot be read: {exception.Message}");
        }
        catch (DecoderFallbackException)
        {
            faults.Add("the file is not UTF-8 text");
        }

        return null;
    }

    private static void AddBrokenRelations(RootOptions options, Settings settings, SettingsBinder binder, FaultList faults)
    {
        var places = Places(settings);
        var relations = BrokenRelations.Of(options).Concat(BrokenRelations.Of(options.Tokens));
        foreach (var (tenant, group) in settings.Tenants)
        {
            // Faults of inherited defaults are reported once, at the defaults.
            var prefix = $"{group.Path}.";
            relations = relations.Concat(BrokenRelations.Of(options.Limits.Tenants[tenant], options.Workers, prefix)
                .Where(relation => relation.Keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal) && places.ContainsKey(key))));
        }

        foreach (var relation in relations.Where(relation => !relation.Keys.Any(binder.IsBad)))
        {
            var written = relation.Keys.FirstOrDefault(places.ContainsKey);
            faults.Add(written is null ? new SettingPlace(faults.File, null) : places[written], relation.Fault);
        }
    }

    private static Dictionary<string, SettingPlace> Places(Settings settings)
    {
        var places = settings.Values.ToDictionary(entry => entry.Key, entry => entry.Value.Place, StringComparer.Ordinal);
        foreach (var group in settings.Tenants.Values.Concat(settings.Tokens))
        {
            foreach (var (name, setting) in group.Settings)
            {
                places[$"{group.Path}.{name}"] = setting.Place;
            }
        }

        return places;
    }
}
