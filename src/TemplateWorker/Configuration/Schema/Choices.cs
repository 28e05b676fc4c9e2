using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Syntax;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs;
using TemplateWorker.Storage.Migrations;
using TemplateWorker.Storage.Migrations.Kinds;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Configuration.Schema;

/// <summary>The values of keys and flags that accept a fixed set of words.</summary>
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
    public static ChoiceSyntax<LogFormat> LogFormat { get; } = new(("text", Telemetry.LogFormat.Text), ("json", Telemetry.LogFormat.Json));

    /// <summary>Script engines.</summary>
    public static ChoiceSyntax<ScriptEngineKind> Engine { get; } = new(
        ("jint", ScriptEngineKind.Jint), ("javascriptcore", ScriptEngineKind.JavaScriptCore));

    /// <summary>Immediate calls that the history records.</summary>
    public static ChoiceSyntax<RecordedCalls> RecordedCalls { get; } = new(
        ("failed", Runs.RecordedCalls.Failed), ("all", Runs.RecordedCalls.All));

    /// <summary>What a start does with pending migrations.</summary>
    public static ChoiceSyntax<MigrationStart> MigrationStart { get; } = new(
        ("apply", Storage.Migrations.MigrationStart.Apply), ("check", Storage.Migrations.MigrationStart.Check));

    /// <summary>What values are that look converted, where an operator decides.</summary>
    public static ChoiceSyntax<LegacyValues> LegacyValues { get; } = new(
        ("first", Storage.Migrations.Kinds.LegacyValues.First), ("mixed", Storage.Migrations.Kinds.LegacyValues.Mixed));

    /// <summary>Roles of a token.</summary>
    public static ChoiceSyntax<TokenRole> TokenRole { get; } = new(
        [.. Enum.GetValues<TokenRole>().Select(role => (role.Word(), role))]);
}
