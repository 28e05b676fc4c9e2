namespace TemplateWorker.Cli.Operator;

/// <summary><c>schedules show</c>: show one schedule with its payload.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Name">Which.</param>
internal sealed record ShowSchedule(OperatorContext Context, string Name) : OperatorCommand(Context);
