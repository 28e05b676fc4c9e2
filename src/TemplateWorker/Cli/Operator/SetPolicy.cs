using TemplateWorker.Storage.Policies;

namespace TemplateWorker.Cli.Operator;

/// <summary><c>policy set</c> and <c>policy reset</c>: give a template a retry policy, or take it away.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Template">Which.</param>
/// <param name="Policy">Checked; null takes the template's own away.</param>
internal sealed record SetPolicy(OperatorContext Context, string Template, DeliveryPolicy? Policy) : OperatorCommand(Context);
