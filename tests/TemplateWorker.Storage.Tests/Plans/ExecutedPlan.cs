using System.Text.Json;
using System.Text.RegularExpressions;

namespace TemplateWorker.Storage.Tests.Plans;

/// <summary>A statement as the server executed it.</summary>
/// <param name="Sql">The statement, with every run of blanks as one.</param>
/// <param name="Nodes">All nodes of its plan; the first one is the top.</param>
internal sealed partial record ExecutedPlan(string Sql, IReadOnlyList<PlanNode> Nodes)
{
    /// <summary>The type of a node that inserts, updates or deletes.</summary>
    public const string Write = "ModifyTable";

    /// <summary>Reads auto_explain's JSON.</summary>
    public static ExecutedPlan Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        List<PlanNode> nodes = [];
        AddTo(nodes, document.RootElement.GetProperty("Plan"));
        return new ExecutedPlan(Normal(document.RootElement.GetProperty("Query Text").GetString()!), nodes);
    }

    /// <summary>A text of SQL with every run of blanks as one.</summary>
    public static string Normal(string sql) => Blanks().Replace(sql, " ").Trim();

    private static long AddTo(List<PlanNode> nodes, JsonElement node)
    {
        var place = nodes.Count;
        nodes.Add(null!);
        var blocks = Number(node, "Shared Hit Blocks") + Number(node, "Shared Read Blocks");
        var below = 0d;
        var given = 0d;
        if (node.TryGetProperty("Plans", out var children))
        {
            foreach (var child in children.EnumerateArray())
            {
                below += AddTo(nodes, child);
                given += Number(child, "Actual Rows") * Number(child, "Actual Loops");
            }
        }

        var type = Text(node, "Node Type")!;
        nodes[place] = new PlanNode
        {
            Type = type,
            Relation = Text(node, "Relation Name"),
            Index = Text(node, "Index Name"),
            Condition = Text(node, "Index Cond"),
            Loops = Number(node, "Actual Loops"),
            Rows = type == Write ? given : Number(node, "Actual Rows") * Number(node, "Actual Loops"),
            Removed = Number(node, "Actual Loops") * (Number(node, "Rows Removed by Filter") + Number(node, "Rows Removed by Index Recheck")
                + Number(node, "Rows Removed by Join Filter")),
            Blocks = Math.Max(blocks - below, 0),
        };
        return (long)blocks;
    }

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Blanks();
}

/// <summary>One node of an executed plan. Numbers are sums over all its loops.</summary>
internal sealed record PlanNode
{
    public required string Type { get; init; }

    /// <summary>The table that it reads or writes; null for other nodes.</summary>
    public required string? Relation { get; init; }

    public required string? Index { get; init; }

    public required string? Condition { get; init; }

    public required double Loops { get; init; }

    /// <summary>Rows that it passed on; those that it wrote, of a node that writes.</summary>
    public required double Rows { get; init; }

    /// <summary>Rows that it read in vain.</summary>
    public required double Removed { get; init; }

    /// <summary>Blocks that it looked at itself, without the nodes below it.</summary>
    public required double Blocks { get; init; }
}
