using TemplateWorker.Cli;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Storage.Migrations.Kinds;

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
        Parse("plan").ShouldBeOfType<PlanMigrations>();
        Parse("baseline").ShouldBeOfType<WriteBaseline>();
        Parse("schema").ShouldBeOfType<DumpSchema>();
        Parse("apply").ShouldBeOfType<ApplyMigrations>().ShouldSatisfyAllConditions(
            apply => apply.To.ShouldBeNull(), apply => apply.LegacyValues.ShouldBe(LegacyValues.Evidence));
        Parse("apply --to lanes --legacy-values mixed").ShouldBeOfType<ApplyMigrations>().ShouldSatisfyAllConditions(
            apply => apply.To.ShouldBe("lanes"), apply => apply.LegacyValues.ShouldBe(LegacyValues.Mixed));
        Parse("down lanes").ShouldBeOfType<UndoMigrations>().ShouldSatisfyAllConditions(
            down => down.Id.ShouldBe("lanes"), down => down.IsConfirmed.ShouldBeFalse());
        Parse("down lanes --yes").ShouldBeOfType<UndoMigrations>().IsConfirmed.ShouldBeTrue();
        Parse("check").ShouldBeOfType<CheckMigrations>().Base.ShouldBeNull();
        Parse("check --base main").ShouldBeOfType<CheckMigrations>().Base.ShouldBe("main");
    }

    [Theory]
    [InlineData("", "migrations needs one of status, ")]
    [InlineData("go", "migrations 'go' is unknown; use one of status, ")]
    [InlineData("status now", "'now' is an unexpected argument of migrations status")]
    [InlineData("repair", "migrations repair needs --yes, because what was recorded before is lost; migrations verify shows what differs")]
    [InlineData("status --yes", "--yes is valid with migrations repair and down, not with migrations status")]
    [InlineData("plan --to lanes", "--to is valid with migrations apply, not with migrations plan")]
    [InlineData("plan --legacy-values first", "--legacy-values is valid with migrations apply, not with migrations plan")]
    [InlineData("apply --legacy-values some", "--legacy-values must be one of first, mixed")]
    [InlineData("apply --to lane", "--to must be a migration of this version, was 'lane'; did you mean lanes?")]
    [InlineData("apply --base main", "--base is valid with migrations check, not with migrations apply")]
    [InlineData("down", "migrations down needs the id of the oldest migration to undo; migrations status lists them")]
    [InlineData("down no_such", "ID must be a migration of this version, was 'no_such'")]
    [InlineData("status --wrong", "unknown flag '--wrong'")]
    public void What_is_wrong_is_named(string arguments, string expected) =>
        Parse(arguments).ShouldBeOfType<Misuse>().Reasons.ShouldHaveSingleItem().ShouldStartWith(expected);

    [Fact]
    public void The_help_names_the_exit_status()
    {
        var help = CommandParser.Parse(["migrations", "--help"]).ShouldBeOfType<ShowHelp>().Text;

        help.ShouldContain("template-worker migrations status");
        help.ShouldContain("3 migrations are pending");
        help.ShouldNotContain("OWNER_TYPE");
    }

    private static Command Parse(string arguments) =>
        CommandParser.Parse(["migrations", .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
}
