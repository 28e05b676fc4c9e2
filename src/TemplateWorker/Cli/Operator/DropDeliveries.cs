using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Cli.Operator;

/// <summary><c>deliveries drop</c>: remove deliveries.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Filter">Which; its page size means nothing, all are meant.</param>
internal sealed record DropDeliveries(OperatorContext Context, DeliveryFilter Filter) : OperatorCommand(Context);
