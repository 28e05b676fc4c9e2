using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>logs</c>.</summary>
internal static class LogsVerb
{
    private static readonly ChoiceSyntax<LogSeverity> Levels = new(
        ("debug", LogSeverity.Debug), ("info", LogSeverity.Info), ("warn", LogSeverity.Warn), ("error", LogSeverity.Error));

    private static readonly ValueSyntax<Guid> Uuids = new UuidSyntax();
    private static readonly ValueSyntax<DateTimeOffset> Times = new TimeSyntax();
    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, LogFilter.MaxLimit);

    public static Command Interpret(LogsFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("logs", flags, reasons);
        reader.ReadOnlyTenant();
        var filter = new LogFilter
        {
            Tenant = reader.Tenant,
            Template = flags.Template,
            Least = reader.Value("--level", flags.Level, Levels) ?? LogSeverity.Debug,
            RunId = reader.Value("--run", flags.Run, Uuids),
            Since = reader.Value("--from", flags.From, Times),
            Before = reader.Value("--to", flags.To, Times),
            Limit = reader.Value("--limit", flags.Limit, Limits) ?? 100,
        };
        return reader.Finish(() => new ListLogsCommand(reader.Context, filter));
    }
}
