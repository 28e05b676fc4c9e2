using System.Text.RegularExpressions;
using TemplateWorker.Console.Serving;
using TemplateWorker.Console.Tests.Support;
using TemplateWorker.TestKit;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Console.Tests;

public sealed partial class DocumentationTests
{
    [DatabaseFact]
    public async Task The_documentation_has_every_page_and_who_may_see_it()
    {
        await using var server = await ConsoleServer.StartWithoutWorkersAsync();
        var told = Row().Matches(await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs/console.md"))).Select(row => (row.Groups["page"].Value, row.Groups["who"].Value));

        told.ShouldBe(
            server.Site.Routes
                .Where(route => route.Access != PageAccess.Open && !route.IsFragment && !route.Path.EndsWith("/change", StringComparison.Ordinal) && !route.Path.EndsWith("/logout", StringComparison.Ordinal))
                .Select(route => (route.Path, route.Access switch
                {
                    PageAccess.Admin => "admin",
                    PageAccess.Tenant => "tenant",
                    _ => "everyone who logged in",
                })),
            ignoreOrder: true);
    }

    [GeneratedRegex(@"^\| `(?<page>/console[^`]*)` \|.*\| (?<who>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
