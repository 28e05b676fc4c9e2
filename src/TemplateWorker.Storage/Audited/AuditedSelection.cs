using System.Text.Json.Nodes;

namespace TemplateWorker.Storage.Audited;

/// <summary>What was done to many things at once, for the audit log: how many there were, and how they were selected.</summary>
internal static class AuditedSelection
{
    /// <param name="count">How many.</param>
    /// <param name="filters">The members of the filter; null where it selects all.</param>
    public static JsonObject Of(int count, params ReadOnlySpan<(string Name, JsonNode? Value)> filters)
    {
        var state = new JsonObject { ["count"] = count };
        foreach (var (name, value) in filters)
        {
            if (value is not null)
            {
                state[name] = value;
            }
        }

        return state;
    }
}
