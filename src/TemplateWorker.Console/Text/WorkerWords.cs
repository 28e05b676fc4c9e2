using TemplateWorker.Supervision.Pool;

namespace TemplateWorker.Console.Text;

/// <summary>The words for states of workers.</summary>
internal static class WorkerWords
{
    public static string Of(WorkerState state) => state switch
    {
        WorkerState.BackingOff => "backing off",
        _ => state.ToString().ToLowerInvariant(),
    };
}
