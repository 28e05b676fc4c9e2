using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>The flags of <c>idempotency</c>.</summary>
[Verb("idempotency", HelpText = "Clear idempotency keys.")]
internal sealed class IdempotencyFlags : OperatorFlags;
