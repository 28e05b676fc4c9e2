namespace TemplateWorker.Cli.Operator;

/// <summary><c>deliveries show</c>: show one delivery, its payload and its failed attempts.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Id">Which.</param>
internal sealed record ShowDelivery(OperatorContext Context, long Id) : OperatorCommand(Context);
