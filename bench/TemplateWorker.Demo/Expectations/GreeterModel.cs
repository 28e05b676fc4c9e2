using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>Counts joins and messages; remembers the first member and when each joined last.</summary>
internal sealed class GreeterModel : ISampleModel
{
    public string Template => "greeter";

    public string Scope => "greeter";

    public IReadOnlyList<string> Subscriptions { get; } = ["member.join", "message.create"];

    public string? Apply(string eventName, JsonElement data, ExpectedTenant tenant)
    {
        var keys = tenant.In(Scope);
        if (eventName == "member.join")
        {
            var member = data.GetProperty("member").GetProperty("id").GetString()!;
            keys.Increment("joins");
            keys.Values.TryAdd("founder", JsonValue.Create(member));
            keys.Set($"joined/{member}", WrappedValue.Date(data.GetProperty("at").GetString()!));
        }
        else if (!data.GetProperty("author").GetProperty("bot").GetBoolean())
        {
            keys.Increment("messages");
            keys.Increment($"messages/{data.GetProperty("author").GetProperty("id").GetString()}");
        }

        return null;
    }
}
