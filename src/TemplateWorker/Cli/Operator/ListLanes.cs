namespace TemplateWorker.Cli.Operator;

/// <summary><c>lanes list</c>: show the lanes of the tenant.</summary>
/// <param name="Context">What every command says.</param>
internal sealed record ListLanes(OperatorContext Context) : OperatorCommand(Context);
