using TemplateWorker.Configuration.Faults;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage;

namespace TemplateWorker.Configuration.Loading;

/// <summary>
/// Overrides by the environment: <c>TEMPLATE_WORKER__WORKERS__COUNT</c> is <c>workers.count</c>. Names with one underscore
/// after the prefix (<c>TEMPLATE_WORKER_…</c>) are not overrides.
/// </summary>
internal static class EnvironmentSettings
{
    /// <summary>What every override starts with.</summary>
    public const string Prefix = "TEMPLATE_WORKER__";

    private static readonly Dictionary<string, string> PathsByVariable =
        ConfigSchema.RootKeys.ToDictionary(key => Variable(key.Name), key => key.Name, StringComparer.Ordinal);

    /// <summary>The variable that overrides a key.</summary>
    public static string Variable(string path) => Prefix + path.Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Replaces settings by those of the environment.</summary>
    public static void Apply(IReadOnlyDictionary<string, string> environment, Settings settings, FaultList faults)
    {
        foreach (var (variable, text) in environment.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (!variable.StartsWith(Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var place = new SettingPlace(variable, null);
            if (PathsByVariable.TryGetValue(variable, out var path))
            {
                settings.Values[path] = new Setting(text, place, SettingOrigin.Outside);
            }
            else
            {
                faults.Add(place, Refusal(variable));
            }
        }
    }

    private static string Refusal(string variable)
    {
        foreach (var group in (ReadOnlySpan<string>)[ConfigSchema.Tokens, ConfigSchema.Tenants])
        {
            if (variable == Variable(group) || variable.StartsWith($"{Variable(group)}__", StringComparison.Ordinal))
            {
                return $"{group} cannot be set by the environment; use ${{VARIABLE}} or file: inside it in the file";
            }
        }

        return NearestName.Find(variable, PathsByVariable.Keys) is { } nearest
            ? $"sets no key; did you mean {nearest}?"
            : "sets no key; docs/configuration.md lists all keys";
    }
}
