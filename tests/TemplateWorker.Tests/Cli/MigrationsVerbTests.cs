using TemplateWorker.Cli;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Cli.Parsing;

namespace TemplateWorker.Tests.Cli;

public sealed class MigrationsVerbTests
{
    [Fact]
    public void Each_action_is_a_command_with_its_configuration_and_the_form_of_the_answer()
    {
        Parse("status --config prod.yaml --json").ShouldBe(new ShowMigrations(new MigrationsContext("prod.yaml", new LogFlags(null, null), IsJson: true)));
        Parse("status").ShouldBeOfType<ShowMigrations>().Context.ConfigPath.ShouldBe("config.yaml");
        Parse("verify").ShouldBeOfType<VerifyMigrations>();
        Parse("repair --yes").ShouldBeOfType<RepairMigrations>();
    }

    [Theory]
    [InlineData("", "migrations needs one of status, ")]
    [InlineData("go", "migrations 'go' is unknown; use one of status, ")]
    [InlineData("status now", "'now' is an unexpected argument of migrations status")]
    [InlineData("repair", "migrations repair needs --yes, because what was recorded before is lost; migrations verify shows what differs")]
    [InlineData("status --yes", "--yes is valid with migrations repair")]
    [InlineData("status --wrong", "unknown flag '--wrong'")]
    public void What_is_wrong_is_named(string arguments, string expected) =>
        Parse(arguments).ShouldBeOfType<Misuse>().Reasons.ShouldHaveSingleItem().ShouldStartWith(expected);

    [Fact]
    public void The_help_names_the_exit_status()
    {
        var help = CommandParser.Parse(["migrations", "--help"]).ShouldBeOfType<ShowHelp>().Text;

        help.ShouldContain("template-worker migrations status");
        help.ShouldContain("3 migrations are pending");
        help.ShouldNotContain("TENANT");
    }

    private static Command Parse(string arguments) =>
        CommandParser.Parse(["migrations", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
