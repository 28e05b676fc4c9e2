using System.Text.Json;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Expectations;

namespace TemplateWorker.Demo.Checking;

/// <summary>Says what differs between the keys that must be there and those that are.</summary>
internal static class KeyComparison
{
    public static IEnumerable<string> Compare(ExpectedKeys expected, IReadOnlyList<StoredKey> stored)
    {
        var found = stored.ToDictionary(key => key.Key, key => key.Value, StringComparer.Ordinal);
        foreach (var (key, value) in expected.Values)
        {
            if (!found.Remove(key, out var actual))
            {
                yield return $"{key}: is missing, must be {value.ToJsonString()}";
            }
            else if (!JsonElement.DeepEquals(actual, JsonSerializer.SerializeToElement(value)))
            {
                yield return $"{key}: is {actual.GetRawText()}, must be {value.ToJsonString()}";
            }
        }

        foreach (var (key, value) in found)
        {
            yield return $"{key}: must not be there, is {value.GetRawText()}";
        }
    }
}
