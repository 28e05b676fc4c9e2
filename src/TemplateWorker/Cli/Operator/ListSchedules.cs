namespace TemplateWorker.Cli.Operator;

/// <summary><c>schedules list</c>: show a page of schedules.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="After">The last name of the page before; null for the first page.</param>
/// <param name="Limit">The most that are shown.</param>
internal sealed record ListSchedules(OperatorContext Context, string? After, int Limit) : OperatorCommand(Context);
