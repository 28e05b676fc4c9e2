using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Generation;

/// <summary>Payloads in the manner of GitHub's webhooks: <c>github.push</c>, <c>github.issues</c>, <c>github.pull_request</c>.</summary>
internal sealed class ForgePayloads(SeededRandom random)
{
    private static readonly IReadOnlyList<string> Branches = ["main", "main", "release/2.14", "fix/cursor", "feature/übersetzung"];
    private static readonly IReadOnlyList<string> IssueActions = ["opened", "opened", "closed", "labeled", "reopened"];
    private static readonly IReadOnlyList<string> Labels = ["bug", "docs", "good first issue", "p1"];

    public JsonObject Push(DemoTenant tenant, string at)
    {
        var pusher = random.Pick(tenant.People);
        var commits = new JsonArray();
        for (var count = random.Percent(10) ? random.Between(6, 14) : random.Between(1, 3); count > 0; count--)
        {
            commits.Add(new JsonObject
            {
                ["id"] = random.Hex(40),
                ["distinct"] = !random.Percent(12),
                ["message"] = random.Pick(Texts.Commits),
                ["timestamp"] = at,
                ["author"] = new JsonObject { ["name"] = pusher.Name, ["username"] = pusher.Login },
                ["added"] = random.Percent(30) ? new JsonArray(random.Pick(Texts.Files)) : [],
                ["removed"] = new JsonArray(),
                ["modified"] = new JsonArray(random.Pick(Texts.Files), random.Pick(Texts.Files)),
            });
        }

        return new JsonObject
        {
            ["ref"] = "refs/heads/" + random.Pick(Branches),
            ["before"] = random.Hex(40),
            ["after"] = commits[^1]!["id"]!.GetValue<string>(),
            ["forced"] = random.Percent(8),
            ["commits"] = commits,
            ["pusher"] = new JsonObject { ["name"] = pusher.Login },
            ["repository"] = Repository(tenant),
        };
    }

    public JsonObject Issue(DemoTenant tenant, string at)
    {
        var sender = random.Pick(tenant.People);
        var action = random.Pick(IssueActions);
        var number = action == "opened" || tenant.LatestIssue == 0 ? ++tenant.LatestIssue : random.Between(1, tenant.LatestIssue);
        return new JsonObject
        {
            ["action"] = action,
            ["issue"] = new JsonObject
            {
                ["number"] = number,
                ["title"] = random.Pick(Texts.Issues),
                ["body"] = random.Percent(30) ? random.Pick(Texts.LongChat) : null,
                ["user"] = new JsonObject { ["login"] = random.Pick(tenant.People).Login },
                ["labels"] = random.Percent(50) ? new JsonArray(new JsonObject { ["name"] = random.Pick(Labels) }) : [],
                ["updated_at"] = at,
            },
            ["sender"] = new JsonObject { ["login"] = sender.Login },
            ["repository"] = Repository(tenant),
        };
    }

    public JsonObject PullRequest(DemoTenant tenant, string at)
    {
        var closed = random.Percent(60);
        return new JsonObject
        {
            ["action"] = closed ? "closed" : "opened",
            ["number"] = ++tenant.LatestIssue,
            ["pull_request"] = new JsonObject
            {
                ["title"] = random.Pick(Texts.Commits).Split('\n')[0],
                ["user"] = new JsonObject { ["login"] = random.Pick(tenant.People).Login },
                ["merged"] = closed && random.Percent(75),
                ["additions"] = random.Below(900),
                ["deletions"] = random.Below(300),
                ["updated_at"] = at,
            },
            ["sender"] = new JsonObject { ["login"] = random.Pick(tenant.People).Login },
            ["repository"] = Repository(tenant),
        };
    }

    private static JsonObject Repository(DemoTenant tenant) => new()
    {
        ["full_name"] = tenant.Repository,
        ["private"] = false,
        ["default_branch"] = "main",
    };
}
