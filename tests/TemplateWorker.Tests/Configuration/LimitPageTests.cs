using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Configuration;

/// <summary>Holds <c>docs/limits.md</c> against the limits of the configuration.</summary>
public sealed class LimitPageTests
{
    [Fact]
    public void The_page_has_a_row_for_each_limit_in_its_order_with_its_default()
    {
        var limits = new TenantLimits();
        var expected = LimitTable.Keys.Select(key => (key.Name, key.Show(limits)));

        File.ReadAllLines(RepositoryFiles.PathOf("docs/limits.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1].Trim('`'), cells[2].Trim('`')))
            .ShouldBe(expected);
    }
}
