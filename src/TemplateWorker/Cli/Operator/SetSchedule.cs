using TemplateWorker.Schedules;

namespace TemplateWorker.Cli.Operator;

/// <summary><c>schedules set</c>: store a schedule.</summary>
/// <param name="Context">What every command says.</param>
/// <param name="Draft">Checked, but for what the configuration limits.</param>
internal sealed record SetSchedule(OperatorContext Context, ScheduleDraft Draft) : OperatorCommand(Context);
