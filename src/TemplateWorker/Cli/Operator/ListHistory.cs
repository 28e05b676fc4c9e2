using TemplateWorker.Storage.History;

namespace TemplateWorker.Cli.Operator;

/// <summary><c>history</c>: show what became of deliveries and calls.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Filter">Which.</param>
internal sealed record ListHistory(OperatorContext Context, HistoryFilter Filter) : OperatorCommand(Context);
