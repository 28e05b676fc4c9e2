using System.Globalization;

namespace TemplateWorker.Configuration.Faults;

/// <summary>Where a setting was written.</summary>
/// <param name="Source">The file's name, an environment variable, or a flag.</param>
/// <param name="Line">The line in the file, from 1; null if the source is not a file, or for the whole file.</param>
internal sealed record SettingPlace(string Source, int? Line)
{
    /// <summary><c>config.yaml:12</c>, or the source alone.</summary>
    public override string ToString() => Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{Source}:{line}") : Source;
}
