using TemplateWorker.Api.Access;
using TemplateWorker.Configuration.Faults;
using TemplateWorker.Configuration.Schema;

namespace TemplateWorker.Configuration.Loading;

/// <summary>Parses each setting into its options record; remembers invalid keys, so that relations between them are not checked.</summary>
internal sealed class SettingsBinder(Settings settings, ValueResolver resolver, FaultList faults)
{
    private readonly HashSet<string> _badKeys = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _secretFiles = new(StringComparer.Ordinal);

    /// <summary>The files that hold a token, or an address with a password, by their full paths, once <see cref="Bind()"/> has returned.</summary>
    public IReadOnlyCollection<string> SecretFiles => _secretFiles;

    /// <summary>Whether the value of a key, by its name in messages, was invalid and replaced by its default.</summary>
    public bool IsBad(string key) => _badKeys.Contains(key);

    /// <summary>The options. An invalid value is reported and keeps its default.</summary>
    public RootOptions Bind()
    {
        var options = Bind(ConfigSchema.RootKeys, settings.Values, string.Empty, ConfigSchema.Blank);
        foreach (var key in ConfigSchema.Required.Where(key => !settings.Values.ContainsKey(key)))
        {
            faults.Add($"{key} is missing; config.example.yaml shows it");
        }

        var tenants = settings.Tenants.ToDictionary(
            entry => entry.Key,
            entry => Bind(ConfigSchema.LimitKeys, entry.Value.Settings, $"{entry.Value.Path}.", options.Limits.Default));
        return options with
        {
            Limits = options.Limits with { Tenants = tenants },
            Tokens = [.. settings.Tokens.Select(BindToken)],
        };
    }

    private TokenOptions BindToken(SettingGroup group)
    {
        var token = Bind(ConfigSchema.TokenKeys, group.Settings, $"{group.Path}.", ConfigSchema.BlankToken);
        foreach (var name in ConfigSchema.RequiredOfToken.Where(name => !group.Settings.ContainsKey(name)))
        {
            faults.Add(group.Place, $"{group.Path}.{name} is missing");
            _badKeys.Add($"{group.Path}.{name}");
        }

        return token;
    }

    private TOptions Bind<TOptions>(
        IReadOnlyList<ConfigKey<TOptions>> keys, IReadOnlyDictionary<string, Setting> values, string prefix, TOptions options)
    {
        foreach (var key in keys)
        {
            if (!values.TryGetValue(key.Name, out var setting))
            {
                continue;
            }

            var path = prefix + key.Name;
            if (setting.Origin == SettingOrigin.Faulty)
            {
                _badKeys.Add(path);
                continue;
            }

            var (text, fault) = key.IsSecret ? resolver.ResolveSecret(setting) : resolver.Resolve(setting);
            if (fault is null)
            {
                (var bound, fault) = key.Apply(options, text);
                options = fault is null ? bound : options;
            }

            if (fault is not null)
            {
                faults.Add(setting.Place, $"{path} {fault}");
                _badKeys.Add(path);
            }
            else if (key.HoldsSecret(options) && resolver.FileOfSecret(setting) is { } file)
            {
                _secretFiles.Add(file);
            }
        }

        return options;
    }
}
