using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Decides what becomes of the actions of a request. Pure.</summary>
internal static class PushRules
{
    /// <param name="route">Their route.</param>
    /// <param name="actions">What was sent.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="random">From 0 up to 1.</param>
    /// <returns>The actions' ends, and how long the channel waits when nothing behind them may be sent; null when the next may follow.</returns>
    public static (IReadOnlyList<ActionEnd> Ends, TimeSpan? Wait) Decide(
        ActionRoute route, IReadOnlyList<WaitingAction> actions, PushResult result, double random)
    {
        switch (result)
        {
            case PushResult.Taken:
                return ([.. actions.Select(action => new ActionEnd.Taken { Action = action })], null);
            case PushResult.Failed failed:
                var ends = actions.Select(action => End(route, action, failed, random)).ToList();
                // What died makes room for the next; the first that stays holds its channel.
                var first = ends.FindIndex(end => end is ActionEnd.Retry);
                return (ends, first < 0 ? null : Delay(actions[first], failed, random));
            default:
                return ([], TimeSpan.Zero);
        }
    }

    private static ActionEnd End(ActionRoute route, WaitingAction action, PushResult.Failed failed, double random) =>
        action.Attempts + 1 >= route.Attempts ? new ActionEnd.Dead { Action = action, Error = failed.Error }
        : route.IsStrict ? new ActionEnd.Retry { Action = action, Error = failed.Error }
        : new ActionEnd.Later { Action = action, Error = failed.Error, Delay = Delay(action, failed, random) };

    private static TimeSpan Delay(WaitingAction action, PushResult.Failed failed, double random) =>
        failed.RetryAfter ?? PushBackoff.Delay(action.Attempts + 1, random);
}
