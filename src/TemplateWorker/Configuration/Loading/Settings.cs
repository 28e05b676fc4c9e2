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
