using System.Text;
using CommandLine;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Configuration;

public sealed class ReferenceDocumentTests
{
    private const string Start = "<!-- keys: a test holds this part against the code -->\n";
    private const string End = "<!-- /keys -->";

    private static readonly string Document = File.ReadAllText(RepositoryFiles.PathOf("docs/configuration.md"));

    [Fact]
    public void The_reference_describes_the_keys_as_the_code_has_them()
    {
        var start = Document.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var written = Document[start..Document.IndexOf(End, StringComparison.Ordinal)];
        var meant = KeysFromTable();

        (written == meant).ShouldBeTrue($"docs/configuration.md must hold, between its two marks:\n{meant}");
    }

    [Fact]
    public void The_reference_describes_every_flag()
    {
        foreach (var property in typeof(RunFlags).GetProperties())
        {
            if (Attribute.GetCustomAttribute(property, typeof(OptionAttribute)) is OptionAttribute { LongName: var name, MetaValue: var value })
            {
                Document.ShouldContain(string.IsNullOrEmpty(value) ? $"| `--{name}`" : $"| `--{name} {value}` |");
            }
        }
    }

    [Fact]
    public void Every_default_can_be_written_and_read_back()
    {
        foreach (var key in ConfigSchema.RootKeys.Where(key => !key.IsSecret))
        {
            var (options, fault) = key.Apply(ConfigSchema.Blank, key.Show(ConfigSchema.Blank));

            fault.ShouldBeNull(key.Name);
            key.Show(options).ShouldBe(key.Show(ConfigSchema.Blank), key.Name);
        }
    }

    private static string KeysFromTable()
    {
        var text = new StringBuilder();
        foreach (var section in ConfigSchema.Sections)
        {
            AddHead(text, section.Name, section.Help);
            foreach (var key in section.Keys)
            {
                var shown = ConfigSchema.Required.Contains(key.Name) ? "required" : $"`{key.Show(ConfigSchema.Blank)}`";
                text.Append($"| `{key.Name}` | {key.Description} | {shown} | {key.Help} |\n");
            }

            if (section.Name == "limits")
            {
                text.Append("| `limits.tenants` | map of tenants to limits | none | Limits of single tenants: any of the above; what is left out is as above. |\n");
            }
        }

        AddHead(text, ConfigSchema.Tokens, "Who may call the HTTP API, by bearer token: a list. Tokens that are [issued](http-api.md#tokens) while it runs are valid beside these. While it is empty, the supervisor's own admin token is valid (see `addrs.open`).");
        foreach (var key in ConfigSchema.TokenKeys)
        {
            text.Append($"| `{ConfigSchema.Tokens}[].{key.Name}` | {key.Description} | {(ConfigSchema.RequiredOfToken.Contains(key.Name) ? "required" : "none")} | {key.Help} |\n");
        }

        return text.Append('\n').ToString();
    }

    private static void AddHead(StringBuilder text, string name, string help) =>
        text.Append($"\n### `{name}`\n\n{help}\n\n| key | value | default | meaning |\n| --- | --- | --- | --- |\n");
}
