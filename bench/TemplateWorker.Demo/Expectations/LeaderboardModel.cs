using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>Points for messages, commits, issues and merged pull requests; the total and the champion; the ranking, posted when it is asked for.</summary>
internal sealed class LeaderboardModel : ISampleModel
{
    private const string PointsPrefix = "points/";

    public string Template => "leaderboard";

    public string Scope => "leaderboard";

    public IReadOnlyList<string> Subscriptions { get; } =
        ["message.create", "github.push", "github.issues", "github.pull_request", "leaderboard.show"];

    public string? Apply(string eventName, JsonElement data, ExpectedTenant tenant)
    {
        if (eventName == "leaderboard.show")
        {
            var limit = data.TryGetProperty("limit", out var asked) ? asked.GetInt32() : 10;
            tenant.Send(Template, "chat.post", new JsonObject { ["text"] = Ranking(tenant.In(Scope), limit) });
            return null;
        }

        var (who, points) = Award(eventName, data);
        if (points > 0)
        {
            var keys = tenant.In(Scope);
            var score = keys.Increment(PointsPrefix + who, points);
            keys.Set("total", WrappedValue.BigInt(WrappedValue.ToNumber(keys.Values.GetValueOrDefault("total")) + points));
            if (!keys.Values.TryGetValue("champion", out var champion) || score > champion["points"]!.GetValue<long>())
            {
                keys.Set("champion", new JsonObject { ["who"] = who, ["points"] = score });
            }
        }

        return null;
    }

    /// <summary>A line for each of the best; equal points share a place.</summary>
    private static string Ranking(ExpectedKeys keys, int limit)
    {
        var scores = keys.Values.Where(entry => entry.Key.StartsWith(PointsPrefix, StringComparison.Ordinal))
            .Select(entry => (Who: entry.Key[PointsPrefix.Length..], Points: entry.Value.GetValue<long>()))
            .OrderByDescending(score => score.Points).ThenBy(score => score.Who, StringComparer.Ordinal).ToList();
        return string.Join('\n', scores.Take(limit).Select(score => $"{1 + scores.Count(other => other.Points > score.Points)}. {score.Who}: {score.Points}"));
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
