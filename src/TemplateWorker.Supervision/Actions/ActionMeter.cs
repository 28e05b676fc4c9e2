using System.Diagnostics.Metrics;
using TemplateWorker.Storage.Actions.Channels;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Counts actions by what became of them. Costs nothing while nothing reads the metrics. Thread-safe.</summary>
internal static class ActionMeter
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "TemplateWorker.Actions";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Actions = Meter.CreateCounter<long>(
        "template_worker.actions", "{action}", "Actions by what became of them: pushed, failed, dead, claimed, acked or nacked.");

    /// <summary>Counts what became of pushed actions, once that is stored.</summary>
    public static void NoteSettled(IReadOnlyList<SettledChannel> channels)
    {
        if (Actions.Enabled)
        {
            var ends = channels.SelectMany(channel => channel.Ends).ToList();
            var (pushed, dead) = (ends.Count(end => end is ActionEnd.Taken), ends.Count(end => end is ActionEnd.Dead));
            Count("pushed", pushed);
            Count("dead", dead);
            Count("failed", ends.Count - pushed - dead);
        }
    }

    public static void NoteClaimed(int actions) => Count("claimed", actions);

    public static void NoteAcked(int actions) => Count("acked", actions);

    public static void NoteNacked(int actions) => Count("nacked", actions);

    private static void Count(string outcome, int actions)
    {
        if (actions > 0)
        {
            Actions.Add(actions, KeyValuePair.Create("outcome", (object?)outcome));
        }
    }
}
