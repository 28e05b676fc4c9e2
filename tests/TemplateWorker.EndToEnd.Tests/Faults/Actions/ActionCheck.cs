using System.Text.Json;
using TemplateWorker.EndToEnd.Tests.Takers;

namespace TemplateWorker.EndToEnd.Tests.Faults.Actions;

/// <summary>Compares what was taken with what the runs of a flow must have sent: each channel in order, once repeats are removed by their ids.</summary>
internal static class ActionCheck
{
    /// <summary>Notes on the stage what was found, and what of it is wrong.</summary>
    /// <param name="stage">Everything must be done and taken.</param>
    /// <param name="type">The type of all actions that were taken.</param>
    /// <param name="accepted">The events that must have sent some.</param>
    /// <param name="taken">In the order in which they were taken.</param>
    public static void Require(FaultStage stage, string type, IReadOnlyCollection<AcceptedEvent> accepted, IReadOnlyCollection<TakenAction> taken)
    {
        var findings = Compare(type, accepted, taken);
        stage.Figure($"{type}: actions, and how often one came again", $"{findings.Expected}, {findings.Repeats}");
        foreach (var wrong in findings.Wrongs())
        {
            stage.Require(condition: false, $"{type}: {wrong}");
        }
    }

    /// <summary>Compares what was taken with what the events must have sent.</summary>
    public static ActionFindings Compare(string type, IReadOnlyCollection<AcceptedEvent> accepted, IReadOnlyCollection<TakenAction> taken)
    {
        var expected = accepted.GroupBy(item => item.Tenant)
            .SelectMany(tenant => ActionTemplate.Channels.Select(channel => (
                Place: (FlowTemplate.Tenant(tenant.Key), channel),
                Payloads: ActionTemplate.Expected(tenant.Select(item => item.Number).Order(), type, channel))))
            .ToDictionary(channel => channel.Place, channel => channel.Payloads);
        var once = taken.DistinctBy(action => action.Id).ToList();
        var found = once.ToLookup(action => (action.Tenant, action.Channel), action => action.Data);
        var (lost, foreign, disordered) = (0, 0, 0);
        foreach (var place in expected.Keys.Union(found.Select(channel => channel.Key)))
        {
            var must = expected.GetValueOrDefault(place) ?? [];
            var has = found[place].ToList();
            lost += must.Except(has).Count();
            foreign += has.Count - must.Intersect(has).Count();
            disordered += must.Where(has.Contains).SequenceEqual(has.Where(must.Contains).Distinct()) ? 0 : 1;
        }

        return new ActionFindings(expected.Values.Sum(channel => channel.Count), taken.Count - once.Count, lost, foreign, disordered);
    }

    /// <summary>What a receiver wrote into its file, in order.</summary>
    public static IReadOnlyList<TakenAction> ReadFile(string file) => [.. File.ReadLines(file).Select(Parse)];

    private static TakenAction Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return TakenAction.Of(document.RootElement);
    }
}
