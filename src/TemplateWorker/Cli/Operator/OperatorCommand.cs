namespace TemplateWorker.Cli.Operator;

/// <summary>Look at, or change, what one tenant has in the database; then exit.</summary>
internal abstract record OperatorCommand(OperatorContext Context) : Command;
