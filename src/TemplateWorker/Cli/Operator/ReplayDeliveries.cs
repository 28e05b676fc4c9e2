using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Cli.Operator;

/// <summary><c>deliveries replay</c>: try deliveries again that were given up.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Filter">Which; its page size means nothing, all are meant.</param>
internal sealed record ReplayDeliveries(OperatorContext Context, DeliveryFilter Filter) : OperatorCommand(Context);
