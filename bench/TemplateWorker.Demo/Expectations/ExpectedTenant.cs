using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>What one tenant must have stored and sent.</summary>
internal sealed class ExpectedTenant
{
    /// <summary>Keys by scope.</summary>
    public Dictionary<string, ExpectedKeys> Scopes { get; } = new(StringComparer.Ordinal);

    /// <summary>The data of the tenant's state.</summary>
    public JsonObject State { get; } = [];

    /// <summary>Actions by channel, in the order in which they must be sent.</summary>
    public Dictionary<string, List<ExpectedAction>> Actions { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds an action behind those of its channel.</summary>
    public void Send(string channel, string type, JsonObject data)
    {
        if (!Actions.TryGetValue(channel, out var actions))
        {
            Actions.Add(channel, actions = []);
        }

        actions.Add(new ExpectedAction(type, data));
    }

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
