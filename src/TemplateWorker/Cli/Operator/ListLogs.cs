using TemplateWorker.Storage.Logs;

namespace TemplateWorker.Cli.Operator;

/// <summary><c>logs</c>: show what templates logged.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Filter">Which.</param>
internal sealed record ListLogs(OperatorContext Context, LogFilter Filter) : OperatorCommand(Context);
