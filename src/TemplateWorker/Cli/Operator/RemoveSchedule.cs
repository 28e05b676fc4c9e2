namespace TemplateWorker.Cli.Operator;

/// <summary><c>schedules remove</c>: remove a schedule.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Name">Which.</param>
internal sealed record RemoveSchedule(OperatorContext Context, string Name) : OperatorCommand(Context);
