namespace TemplateWorker.Cli.Operator;

/// <summary><c>policy show</c>: show the retry policy in force for a template.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Template">Which.</param>
internal sealed record ShowPolicy(OperatorContext Context, string Template) : OperatorCommand(Context);
