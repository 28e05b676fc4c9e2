using Microsoft.Extensions.Logging;
using TemplateWorker.Configuration;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Cli;

/// <summary>The flags of the log; null where the configuration decides.</summary>
/// <param name="Level">The least level that is written.</param>
/// <param name="Format">The form of the lines.</param>
internal sealed record LogFlags(LogLevel? Level, LogFormat? Format)
{
    /// <summary>What the flags set in the configuration.</summary>
    public IEnumerable<SettingOverride> Overrides
    {
        get
        {
            if (Level is { } level)
            {
                yield return new SettingOverride("logging.level", Choices.LogLevel.Format(level), "--log-level");
            }

            if (Format is { } format)
            {
                yield return new SettingOverride("logging.format", Choices.LogFormat.Format(format), "--log-format");
            }
        }
    }

    /// <summary>Options for a process that has read no configuration: the defaults, with the flags.</summary>
    public LoggingOptions WithDefaults()
    {
        var defaults = new LoggingOptions();
        return new LoggingOptions { Level = Level ?? defaults.Level, Format = Format ?? defaults.Format };
    }
}
