using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>What one tenant must have stored.</summary>
internal sealed class ExpectedTenant
{
    /// <summary>Keys by scope.</summary>
    public Dictionary<string, ExpectedKeys> Scopes { get; } = new(StringComparer.Ordinal);

    /// <summary>The data of the tenant's state.</summary>
    public JsonObject State { get; } = [];

    /// <summary>The keys of a scope; none yet when the scope is new.</summary>
    public ExpectedKeys In(string scope)
    {
        if (!Scopes.TryGetValue(scope, out var keys))
        {
            Scopes.Add(scope, keys = new ExpectedKeys());
        }

        return keys;
    }
}
