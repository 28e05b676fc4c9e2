using Microsoft.Extensions.Logging;
using TemplateWorker.Configuration.Options;
using TemplateWorker.Configuration.Syntax;
using TemplateWorker.Storage.Lanes;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The words of keys, and flags, that take one of a few.</summary>
internal static class Choices
{
    /// <summary>Levels of the log.</summary>
    public static ChoiceSyntax<LogLevel> LogLevel { get; } = new(
        ("trace", Microsoft.Extensions.Logging.LogLevel.Trace),
        ("debug", Microsoft.Extensions.Logging.LogLevel.Debug),
        ("info", Microsoft.Extensions.Logging.LogLevel.Information),
        ("warning", Microsoft.Extensions.Logging.LogLevel.Warning),
        ("error", Microsoft.Extensions.Logging.LogLevel.Error),
        ("critical", Microsoft.Extensions.Logging.LogLevel.Critical));

    /// <summary>Forms of the log.</summary>
    public static ChoiceSyntax<LogFormat> LogFormat { get; } = new(("text", Options.LogFormat.Text), ("json", Options.LogFormat.Json));

    /// <summary>Script engines.</summary>
    public static ChoiceSyntax<ScriptEngineKind> Engine { get; } = new(
        ("javascriptcore", ScriptEngineKind.JavaScriptCore), ("jint", ScriptEngineKind.Jint));

    /// <summary>Immediate calls that the history records.</summary>
    public static ChoiceSyntax<RecordedCalls> RecordedCalls { get; } = new(
        ("failed", Options.RecordedCalls.Failed), ("all", Options.RecordedCalls.All));

    /// <summary>What becomes of a lane when one of its deliveries is given up.</summary>
    public static ChoiceSyntax<ExhaustedAction> ExhaustedAction { get; } = new(
        ("skip", Storage.Lanes.ExhaustedAction.Skip), ("park", Storage.Lanes.ExhaustedAction.Park));

    /// <summary>Roles of a token.</summary>
    public static ChoiceSyntax<TokenRole> TokenRole { get; } = new(
        ("admin", Options.TokenRole.Admin), ("tenant", Options.TokenRole.Tenant));
}
