using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>Points for messages, commits, issues and merged pull requests; the total and the champion.</summary>
internal sealed class LeaderboardModel : ISampleModel
{
    public string Template => "leaderboard";

    public string Scope => "leaderboard";

    public IReadOnlyList<string> Subscriptions { get; } =
        ["message.create", "github.push", "github.issues", "github.pull_request", "leaderboard.show"];

    public string? Apply(string eventName, JsonElement data, ExpectedTenant tenant)
    {
        var (who, points) = Award(eventName, data);
        if (points > 0)
        {
            var keys = tenant.In(Scope);
            var score = keys.Increment($"points/{who}", points);
            keys.Set("total", WrappedValue.BigInt(WrappedValue.ToNumber(keys.Values.GetValueOrDefault("total")) + points));
            if (!keys.Values.TryGetValue("champion", out var champion) || score > champion["points"]!.GetValue<long>())
            {
                keys.Set("champion", new JsonObject { ["who"] = who, ["points"] = score });
            }
        }

        return null;
    }

    private static (string Who, int Points) Award(string eventName, JsonElement data)
    {
        switch (eventName)
        {
            case "message.create":
                var author = data.GetProperty("author");
                var points = author.GetProperty("bot").GetBoolean() ? 0 : data.GetProperty("content").GetString()!.Length >= 200 ? 2 : 1;
                return (author.GetProperty("id").GetString()!, points);
            case "github.push":
                var commits = data.GetProperty("commits").EnumerateArray().Count(commit => commit.GetProperty("distinct").GetBoolean());
                return (Login(data.GetProperty("pusher").GetProperty("name")), Math.Min(30, 3 * commits));
            case "github.issues":
                return (Login(data.GetProperty("sender").GetProperty("login")), data.GetProperty("action").GetString() switch
                {
                    "opened" => 2,
                    "closed" => 5,
                    _ => 0,
                });
            case "github.pull_request":
                var request = data.GetProperty("pull_request");
                var merged = data.GetProperty("action").GetString() == "closed" && request.GetProperty("merged").GetBoolean();
                return (Login(request.GetProperty("user").GetProperty("login")), merged ? 10 : 0);
            default:
                return ("", 0);
        }
    }

    private static string Login(JsonElement name) => $"github:{name.GetString()}";
}
