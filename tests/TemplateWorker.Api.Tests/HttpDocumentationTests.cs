using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Api.Tests;

/// <summary>Holds <c>docs/http-api.md</c> against the code.</summary>
public sealed class HttpDocumentationTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.PathOf("docs/http-api.md"));

    [Fact]
    public void The_table_of_problems_is_that_of_the_code()
    {
        var expected = ProblemKinds.All.Select(kind => $"| `{kind.Name}` | {kind.Status} | {kind.Title} | {kind.Meaning} |");

        Rows("| name | status | title | what it means |").ShouldBe(expected);
    }

    [DatabaseFact]
    public async Task The_table_of_routes_is_that_of_the_code()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();

        Rows("| route | does | who |").Select(row => row.Split('|', StringSplitOptions.TrimEntries)).Select(cells => (cells[1], cells[3])).ShouldBe(
            api.Server.Routes.Select(route => ($"`{route.Method} {route.Path}`", route.Access.ToString().ToLowerInvariant())));
    }

    [DatabaseFact]
    public async Task Each_example_calls_a_route_that_is_there()
    {
        await using var api = await ApiServer.StartWithoutWorkersAsync();
        var calls = Page.Split('\n').Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToArray();

        calls.Length.ShouldBeGreaterThan(10);
        foreach (var call in calls)
        {
            var method = call.StartsWith("curl -X ", StringComparison.Ordinal) ? call.Split(' ')[2] : "GET";
            var path = call[(call.IndexOf("$API", StringComparison.Ordinal) + 4)..].Split('"', '?')[0];
            var answer = await api.SendAsync(null, method, path, null, []);
            answer.Status.ShouldBe(401, call);
        }
    }

    private static IEnumerable<string> Rows(string header) => Page.Split('\n')
        .SkipWhile(line => line != header)
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'));
}
