using System.Text.Json;
using TemplateWorker.Demo.Expectations;
using TemplateWorker.Demo.Receiving;

namespace TemplateWorker.Demo.Checking;

/// <summary>Compares the actions that must be received with those that were: each channel in order, once repeats are removed by their ids.</summary>
internal static class ActionComparison
{
    /// <param name="expectation">What must be received.</param>
    /// <param name="received">What was, in the order of arrival.</param>
    /// <param name="forged">Requests that were not signed well.</param>
    public static ActionCheckResult Compare(Expectation expectation, IReadOnlyCollection<ReceivedAction> received, int forged)
    {
        var once = received.DistinctBy(action => action.Id).ToList();
        var expected = expectation.Tenants
            .SelectMany(tenant => tenant.Value.Actions.Select(channel => (Place: (Tenant: tenant.Key, Channel: channel.Key), Actions: channel.Value)))
            .ToDictionary(channel => channel.Place, channel => channel.Actions);
        var found = once.ToLookup(action => (action.Tenant, action.Channel));
        var differences = expected.Keys.Union(found.Select(channel => channel.Key))
            .Select(place => (Place: place, First: FirstDifference(expected.GetValueOrDefault(place) ?? [], [.. found[place]])))
            .Where(channel => channel.First is not null)
            .Select(channel => $"{channel.Place.Tenant} [{channel.Place.Channel}] {channel.First}")
            .Order(StringComparer.Ordinal);
        return new ActionCheckResult(
            expected.Values.Sum(channel => channel.Count), once.Count, received.Count - once.Count, forged, [.. differences]);
    }

    private static string? FirstDifference(List<ExpectedAction> expected, List<ReceivedAction> received)
    {
        for (var index = 0; index < Math.Max(expected.Count, received.Count); index++)
        {
            if (index >= received.Count)
            {
                return $"action {index + 1} is missing: {Describe(expected[index])}";
            }

            if (index >= expected.Count)
            {
                return $"action {index + 1} must not be there: {Describe(received[index])}";
            }

            if (!AreEqual(expected[index], received[index]))
            {
                return $"action {index + 1} is {Describe(received[index])}, must be {Describe(expected[index])}";
            }
        }

        return null;
    }

    private static bool AreEqual(ExpectedAction expected, ReceivedAction received) =>
        expected.Type == received.Type && JsonElement.DeepEquals(received.Data, JsonSerializer.SerializeToElement(expected.Data));

    private static string Describe(ExpectedAction action) => $"{action.Type} {action.Data.ToJsonString()}";

    private static string Describe(ReceivedAction action) => $"{action.Type} {action.Data.GetRawText()}";
}
