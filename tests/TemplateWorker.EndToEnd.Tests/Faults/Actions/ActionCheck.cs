using System.Text.Json;
using TemplateWorker.EndToEnd.Tests.Takers;

namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>Compares what was taken with what the runs of a flow must have sent: each channel in order, once repeats are removed by their ids.</summary>
internal static class ActionCheck
{
    /// <summary>Notes on the stage what is wrong.</summary>
    /// <param name="stage">Gets the figures; everything must be done and taken.</param>
    /// <param name="type">The type of all actions that were taken.</param>
    /// <param name="accepted">The events that must have sent some.</param>
    /// <param name="taken">In the order in which they were taken.</param>
    public static void Require(FaultStage stage, string type, IReadOnlyCollection<AcceptedEvent> accepted, IReadOnlyCollection<TakenAction> taken)
    {
        var expected = accepted.GroupBy(item => item.Tenant)
            .SelectMany(tenant => ActionTemplate.Channels.Select(channel => (
                Place: (FlowTemplate.Tenant(tenant.Key), channel),
                Payloads: ActionTemplate.Expected(tenant.Select(item => item.Number).Order(), type, channel))))
            .ToDictionary(channel => channel.Place, channel => channel.Payloads);
        var found = taken.DistinctBy(action => action.Id).ToLookup(action => (action.Tenant, action.Channel), action => action.Data);
        var (lost, foreign, disordered) = (0, 0, 0);
        foreach (var place in expected.Keys.Union(found.Select(channel => channel.Key)))
        {
            var must = expected.GetValueOrDefault(place) ?? [];
            var has = found[place].ToList();
            lost += must.Except(has).Count();
            // A payload that came under two ids counts too.
            foreign += has.Count - must.Intersect(has).Count();
            disordered += must.Where(has.Contains).SequenceEqual(has.Where(must.Contains).Distinct()) ? 0 : 1;
        }

        stage.Figure($"{type}: actions, and how often one came again", $"{expected.Values.Sum(channel => channel.Count)}, {taken.Count - taken.DistinctBy(action => action.Id).Count()}");
        stage.Require(lost == 0, $"{type}: {lost} actions were lost");
        stage.Require(foreign == 0, $"{type}: {foreign} actions were taken that no committed run had sent");
        stage.Require(disordered == 0, $"{type}: {disordered} channels were taken out of order");
    }

    /// <summary>What a receiver wrote into its file, in order.</summary>
    public static IReadOnlyList<TakenAction> ReadFile(string file) => [.. File.ReadLines(file).Select(Parse)];

    private static TakenAction Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return TakenAction.Of(document.RootElement);
    }
}
