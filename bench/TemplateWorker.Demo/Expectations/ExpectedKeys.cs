using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>The keys that one scope of a tenant must have, with their values as the HTTP API shows them.</summary>
internal sealed class ExpectedKeys
{
    /// <summary>Value by key, in the order of the keys.</summary>
    public SortedDictionary<string, JsonNode> Values { get; } = new(StringComparer.Ordinal);

    public void Set(string key, JsonNode value) => Values[key] = value;

    /// <summary>Adds to a counter, which starts at 0, and returns the sum.</summary>
    public long Increment(string key, long by = 1)
    {
        var sum = (Values.TryGetValue(key, out var value) ? value.GetValue<long>() : 0) + by;
        Values[key] = JsonValue.Create(sum);
        return sum;
    }
}
