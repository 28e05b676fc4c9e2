using TemplateWorker.Cli;
using TemplateWorker.Cli.Backups;
using TemplateWorker.Cli.Parsing;

namespace TemplateWorker.Tests.Cli;

public sealed class BackupVerbTests
{
    [Fact]
    public void Each_command_has_its_file()
    {
        var context = new BackupContext("prod.yaml", new LogFlags(null, null), IsJson: true, "/opt/pg/bin");

        Parse("backup", "b.zip", "--config", "prod.yaml", "--json", "--pg-bin", "/opt/pg/bin").ShouldBe(new TakeBackup(context, "b.zip", IsReplacing: false));
        Parse("backup", "b.zip", "--overwrite").ShouldBeOfType<TakeBackup>().IsReplacing.ShouldBeTrue();
        Parse("backup", "verify", "b.zip").ShouldBeOfType<VerifyBackup>().File.ShouldBe("b.zip");
        Parse("backup", "./verify").ShouldBeOfType<TakeBackup>().File.ShouldBe("./verify");
        Parse("restore", "b.zip").ShouldBeOfType<RestoreBackup>().ShouldSatisfyAllConditions(
            restore => restore.File.ShouldBe("b.zip"), restore => restore.Context.ConfigPath.ShouldBe("config.yaml"));
    }

    [Theory]
    [InlineData("backup", "backup needs the file of the backup, such as backup template-worker.backup")]
    [InlineData("backup verify", "backup verify needs the file of the backup")]
    [InlineData("restore", "restore needs the file of the backup")]
    [InlineData("backup a b", "'b' is an unexpected argument of backup")]
    [InlineData("backup verify a b", "'b' is an unexpected argument of backup verify")]
    [InlineData("backup verify a --overwrite", "--overwrite is valid with backup FILE, not with backup verify")]
    [InlineData("restore a --overwrite", "unknown flag '--overwrite'")]
    public void What_is_wrong_is_named(string arguments, string expected) =>
        Parse(arguments.Split(' ')).ShouldBeOfType<Misuse>().Reasons.ShouldHaveSingleItem().ShouldStartWith(expected);

    private static Command Parse(params string[] arguments) => CommandParser.Parse(arguments);
}
