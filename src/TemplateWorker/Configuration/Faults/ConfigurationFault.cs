namespace TemplateWorker.Configuration.Faults;

/// <summary>A fault in a configuration.</summary>
/// <param name="Place">Where the invalid value is.</param>
/// <param name="Message">The key, the rule and the value found (never a secret's).</param>
internal sealed record ConfigurationFault(SettingPlace Place, string Message)
{
    /// <summary>The line to show: <c>config.yaml:12: workers.count must be at least 1, was 0</c>.</summary>
    public override string ToString() => $"{Place}: {Message}";
}
