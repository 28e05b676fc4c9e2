using TemplateWorker.Configuration.Faults;

namespace TemplateWorker.Configuration.Loading;

/// <summary>All settings as they were written, before any value is read.</summary>
internal sealed class Settings
{
    /// <summary>Keys outside lists and maps, by dotted path; the environment and flags replace what the file has.</summary>
    public Dictionary<string, Setting> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The limits of tenants that have their own.</summary>
    public Dictionary<TenantId, SettingGroup> Tenants { get; } = [];

    /// <summary>The tokens, in the order of the file.</summary>
    public List<SettingGroup> Tokens { get; } = [];
}

/// <summary>The settings of one token, or of one tenant's limits.</summary>
/// <param name="Path">What messages call it: <c>tokens[0]</c>, <c>limits.tenants.guild:1234</c>.</param>
/// <param name="Place">Where it starts.</param>
/// <param name="Settings">By the names of the keys inside.</param>
internal sealed record SettingGroup(string Path, SettingPlace Place, IReadOnlyDictionary<string, Setting> Settings);

/// <summary>A value as it was written.</summary>
/// <param name="Text">Before variables and files are put in.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Origin">What kind of place that is.</param>
internal sealed record Setting(string Text, SettingPlace Place, SettingOrigin Origin);

/// <summary>Where settings come from.</summary>
internal enum SettingOrigin
{
    /// <summary>The file: variables are put in.</summary>
    File,

    /// <summary>The environment or a flag: taken as it is.</summary>
    Outside,

    /// <summary>The file, where the key has something else than one value: told already, so never read.</summary>
    Faulty,
}
