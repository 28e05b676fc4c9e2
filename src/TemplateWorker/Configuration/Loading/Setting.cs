using TemplateWorker.Configuration.Faults;

namespace TemplateWorker.Configuration.Loading;

/// <summary>A value as it was written.</summary>
/// <param name="Text">Before variables and files are put in.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Origin">What kind of place that is.</param>
internal sealed record Setting(string Text, SettingPlace Place, SettingOrigin Origin);
