using TemplateWorker.EndToEnd.Tests.Support;
using TemplateWorker.EndToEnd.Tests.Takers;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>
/// A dump is taken while actions wait; they are taken, and later the database is restored from the dump. They come again under the same ids, so that a
/// receiver knows them.
/// </summary>
internal static class RestoredActions
{
    private const int Each = 25;

    private const string Waiting = $"select id::text from actions where type = '{ActionTemplate.Pushed}' and position is not null";

    public static async Task PlayAsync(FaultStage stage)
    {
        var span = TimeSpan.FromSeconds(stage.Scaled(20, 8));
        var receiver = stage.Own(ActionReceiver.Start());
        var supervisor = await stage.StartSupervisorAsync();
        await stage.Flow.PublishAsync(supervisor, ActionTemplate.Source);
        await ActionStage.SetRouteAsync(supervisor, receiver.Url);

        var sending = stage.Flow.SendAsync(_ => Volatile.Read(ref supervisor), Each, span);
        await Task.Delay(span / 6, TimeProvider.System);
        receiver.Answer = _ => 404;
        await Task.Delay(span / 6, TimeProvider.System);
        using var dump = await DatabaseDump.TakeAsync(stage.Database);
        receiver.Answer = _ => 200;
        await Task.Delay(span / 6, TimeProvider.System);
        supervisor.Signal(Signals.Term);
        await supervisor.Process.ExitCodeAsync();
        await dump.RestoreAsync(stage.Database);
        await stage.Check.NoteMissingAsync();
        var known = receiver.Taken.Select(action => TakenAction.Of(action).Id).ToHashSet();
        var before = receiver.Taken.Count;
        var waiting = (await stage.Database.ReadTextsAsync(Waiting)).Select(id => Guid.Parse(id!)).ToList();
        Volatile.Write(ref supervisor, await stage.StartSupervisorAsync());
        await sending;
        await stage.FinishAsync();
        await Eventually.HoldsAsync(async () => (await stage.Database.ReadTextsAsync(Waiting)).Count == 0, () => stage.Output);

        var taken = receiver.Taken.Select(TakenAction.Of).ToList();
        var again = taken[before..].Select(action => action.Id).ToHashSet();
        stage.Figure("actions that waited in the dump, and had been taken since", $"{waiting.Count}, {waiting.Count(known.Contains)}");
        stage.Require(waiting.Exists(known.Contains), "no action of the dump had been taken, so nothing was tried");
        stage.Require(waiting.TrueForAll(again.Contains), $"{waiting.Count(id => !again.Contains(id))} actions of the dump did not come again under their ids");
        var ambiguous = taken.Distinct().CountBy(action => action.Id).Count(id => id.Value > 1);
        stage.Require(ambiguous == 0, $"{ambiguous} ids stand for different actions");

        // What ran after the dump runs again, and sends again under new ids; what the dump did not have may have been sent.
        var missing = stage.Check.Missing.Select(item => (FlowTemplate.Tenant(item.Tenant), item.Number)).ToHashSet();
        ActionCheck.Require(
            stage,
            ActionTemplate.Pushed,
            [.. stage.Flow.Accepted.Except(stage.Check.Missing)],
            [.. taken.DistinctBy(action => action with { Id = default }).Where(action => !missing.Contains((action.Tenant, ActionTemplate.NumberIn(action.Data))))]);
    }
}
