namespace TemplateWorker.Configuration;

/// <summary>A key of the configuration that a flag sets.</summary>
/// <param name="Key">The dotted path, such as <c>workers.count</c>.</param>
/// <param name="Text">The value, as the file would have it.</param>
/// <param name="Flag">The flag, for messages.</param>
internal sealed record SettingOverride(string Key, string Text, string Flag);
