using System.Text.RegularExpressions;
using TemplateWorker.TestKit;
using YamlDotNet.RepresentationModel;

namespace TemplateWorker.Tests.Deployment;

/// <summary>The rules for Prometheus name metrics that there are. The end-to-end tests compare the documented ones with the page.</summary>
public sealed partial class AlertTests
{
    [Fact]
    public void Every_metric_of_a_rule_is_documented()
    {
        var documented = Name().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs/metrics.md"))).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var rules = Rules();

        rules.Count.ShouldBeGreaterThan(5);
        foreach (var rule in rules)
        {
            rule.ShouldContainKey("alert");
            Text(rule, "annotations").ShouldNotBeNull();
            foreach (var name in Name().Matches(Text(rule, "expr")!).Select(match => Suffix().Replace(match.Value, string.Empty)))
            {
                documented.ShouldContain(name, Text(rule, "alert"));
            }
        }
    }

    private static List<Dictionary<string, YamlNode>> Rules() =>
    [
        .. ((YamlSequenceNode)YamlFile.Root("deploy/observability/alerts.yml")["groups"][0]["rules"]).Cast<YamlMappingNode>()
            .Select(rule => rule.Children.ToDictionary(entry => ((YamlScalarNode)entry.Key).Value!, entry => entry.Value, StringComparer.Ordinal)),
    ];

    private static string? Text(Dictionary<string, YamlNode> rule, string key) => rule.GetValueOrDefault(key)?.ToString();

    [GeneratedRegex("template_worker_[a-z_]+", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|count|sum)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();
}
