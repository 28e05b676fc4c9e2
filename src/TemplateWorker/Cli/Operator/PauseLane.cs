namespace TemplateWorker.Cli.Operator;

/// <summary><c>lanes pause</c>: stop a lane, or all of them, before the next delivery.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Template">The lane; null for the tenant as a whole.</param>
internal sealed record PauseLane(OperatorContext Context, string? Template) : OperatorCommand(Context);
