using System.Text.RegularExpressions;
using TemplateWorker.Configuration.Faults;
using TemplateWorker.Configuration.Loading;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.TestKit;

namespace TemplateWorker.Tests.Configuration;

public sealed partial class ExampleFileTests
{
    private static readonly string Example = File.ReadAllText(RepositoryFiles.PathOf("config.example.yaml"));

    // Prose starts with "# "; a key that is commented out has its "#" in the first column, before the key's own indentation.
    private static string WithCommentedKeys => CommentedKey().Replace(Example, string.Empty);

    [Fact]
    public void The_example_is_a_good_configuration_as_it_is()
    {
        using var config = new ConfigFixture();

        var options = config.Good(Example);

        options.Tokens.ShouldBeEmpty();
        options.Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("embedded:data/postgres"));
    }

    [Fact]
    public void Its_values_are_the_defaults()
    {
        using var config = new ConfigFixture();

        var options = config.Good(Example);

        foreach (var key in ConfigSchema.RootKeys.Where(key => !ConfigSchema.Required.Contains(key.Name)))
        {
            key.Show(options).ShouldBe(key.Show(ConfigSchema.Blank), key.Name);
        }
    }

    [Fact]
    public void The_keys_that_it_comments_out_are_good_too()
    {
        using var config = new ConfigFixture();
        config.Write("token", "0123456789abcdef");
        config.Environment["DATABASE_URL"] = "postgresql://pooler/database";
        config.Environment["BOT_TOKEN"] = "0123456789abcdefg";

        var options = config.Good(WithCommentedKeys.Replace("file:/run/secrets/template-worker-ops", "file:token"));

        options.Meta.DirectPostgresUrl.ShouldNotBeNull();
        options.Tokens.Select(token => token.Name).ShouldBe(["ops", "bot"]);
        options.Limits.For(new TenantId("guild", "1234")).WallTime.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void It_has_every_key_of_the_table()
    {
        var faults = new FaultList("config.example.yaml");
        var settings = new Settings();
        new FileSettingsReader(settings, faults).Read(ConfigNodeReader.Read(WithCommentedKeys, faults)!);

        faults.InOrder().ShouldBeEmpty();
        settings.Values.Keys.Order().ShouldBe(ConfigSchema.RootKeys.Select(key => key.Name).Order());
        settings.Tokens.SelectMany(token => token.Settings.Keys).Distinct().Order()
            .ShouldBe(ConfigSchema.TokenKeys.Select(key => key.Name).Order());
        settings.Tenants.ShouldNotBeEmpty();
    }

    [GeneratedRegex("^#(?=\\S|  )", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommentedKey();
}
