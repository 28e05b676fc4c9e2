using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>Counts joins and messages; remembers the first member and when each joined last; greets, and cheers milestones.</summary>
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
            Join(data, tenant, keys);
        }
        else if (data.GetProperty("author") is var author && !author.GetProperty("bot").GetBoolean())
        {
            keys.Increment("messages");
            var own = keys.Increment($"messages/{author.GetProperty("id").GetString()}");
            if (GreeterPhrases.Milestone(author.GetProperty("name").GetString()!, own) is { } cheer)
            {
                Post(tenant, cheer);
            }
        }

        return null;
    }

    private void Join(JsonElement data, ExpectedTenant tenant, ExpectedKeys keys)
    {
        var member = data.GetProperty("member");
        var (id, name) = (member.GetProperty("id").GetString()!, member.GetProperty("name").GetString()!);
        var number = keys.Increment("joins");
        var before = keys.Values.GetValueOrDefault($"joined/{id}");
        var now = WrappedValue.Date(data.GetProperty("at").GetString()!);
        keys.Set($"joined/{id}", now);
        if (keys.Values.TryAdd("founder", JsonValue.Create(id)))
        {
            Post(tenant, GreeterPhrases.Founder(name));
        }
        else if (before is not null)
        {
            Post(tenant, GreeterPhrases.Back(name, (WrappedValue.ToDate(now) - WrappedValue.ToDate(before)).Days));
        }
        else
        {
            Post(tenant, GreeterPhrases.First(member.GetProperty("locale").GetString(), name, number));
        }
    }

    private void Post(ExpectedTenant tenant, string text) => tenant.Send(Template, "chat.post", new JsonObject { ["text"] = text });
}
