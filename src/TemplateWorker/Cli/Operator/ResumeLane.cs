namespace TemplateWorker.Cli.Operator;

/// <summary><c>lanes resume</c>: let a lane go on, or the tenant as a whole.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Template">The lane; null for the tenant as a whole.</param>
internal sealed record ResumeLane(OperatorContext Context, string? Template) : OperatorCommand(Context);
