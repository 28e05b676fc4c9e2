using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Cli.Operator;

/// <summary><c>deliveries list</c>: show a page of deliveries.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Filter">Which.</param>
internal sealed record ListDeliveries(OperatorContext Context, DeliveryFilter Filter) : OperatorCommand(Context);
