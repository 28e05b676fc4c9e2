using TemplateWorker.Configuration.Faults;

namespace TemplateWorker.Configuration.Loading;

/// <summary>The settings of one token, or of one tenant's limits.</summary>
/// <param name="Path">What messages call it: <c>tokens[0]</c>, <c>limits.tenants.guild:1234</c>.</param>
/// <param name="Place">Where it starts.</param>
/// <param name="Settings">By the names of the keys inside.</param>
internal sealed record SettingGroup(string Path, SettingPlace Place, IReadOnlyDictionary<string, Setting> Settings);
