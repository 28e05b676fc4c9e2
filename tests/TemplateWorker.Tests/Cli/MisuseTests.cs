using TemplateWorker.Cli;
using TemplateWorker.Cli.Parsing;

namespace TemplateWorker.Tests.Cli;

public sealed class MisuseTests
{
    [Theory]
    [InlineData("--cofnig a.yaml", "unknown flag '--cofnig'; did you mean --config?")]
    [InlineData("--cofnig=a.yaml", "unknown flag '--cofnig'; did you mean --config?")]
    [InlineData("--frobnicate", "unknown flag '--frobnicate'")]
    [InlineData("-x", "unknown flag '-x'")]
    [InlineData("--Config a", "unknown flag '--Config'; did you mean --config?")]
    [InlineData("migrate", "'migrate' is neither a verb nor a flag")]
    [InlineData("help", "'help' is neither a verb nor a flag; did you mean --help?")]
    [InlineData("run away", "'away' is neither a verb nor a flag")]
    [InlineData("-- --config", "'--config' is neither a verb nor a flag; did you mean --config?")]
    [InlineData("--config", "--config needs a value: FILE")]
    [InlineData("--config=", "--config needs a value: FILE")]
    [InlineData("--config --log-level debug", "--config needs a value: FILE")]
    [InlineData("--config -- a", "--config needs a value: FILE", "'a' is neither a verb nor a flag")]
    [InlineData("--config a b --log-level debug", "'b' is neither a verb nor a flag")]
    [InlineData("--config a --config b", "--config is given more than once")]
    [InlineData("--worker-type pool", "--worker-type must be one of processpool, process-pool, threadpool, thread-pool, processpoolworker, process-pool-worker, migrate, apply-migration, register, register-commands, was 'pool'")]
    [InlineData("--max-db-connections 0", "--max-db-connections must be at least 3, was 0")]
    [InlineData("--max-db-connections 1001", "--max-db-connections must be at most 1000, was 1001")]
    [InlineData("--process-workers -1", "--process-workers must be at least 1, was -1")]
    [InlineData("--process-workers many", "--process-workers must be a whole number or 'cores', was 'many'")]
    [InlineData("--log-level loud", "--log-level must be one of trace, debug, info, warning, error, critical, was 'loud'")]
    [InlineData("--log-format xml", "--log-format must be one of text, json, was 'xml'")]
    [InlineData("--legacy-values mixed", "--legacy-values is valid with --worker-type migrate, not with processpool")]
    [InlineData("--worker-type migrate --legacy-values both", "--legacy-values must be one of first, mixed, was 'both'")]
    [InlineData("--templates dir", "--templates is valid with --worker-type register, not with processpool")]
    [InlineData("--worker-id 1", "--worker-id is valid with --worker-type processpoolworker, not with processpool")]
    [InlineData("--worker-type migrate --process-workers 2", "--process-workers is valid with --worker-type processpool or threadpool, not with migrate")]
    [InlineData("--worker-type migrate --max-db-connections 3", "--max-db-connections is valid with --worker-type processpool or threadpool, not with migrate")]
    [InlineData("--worker-type processpoolworker --worker-id 1 --config a", "--config is valid with --worker-type processpool or threadpool or migrate or register, not with processpoolworker")]
    [InlineData("--worker-type processpoolworker", "--worker-type processpoolworker needs --worker-id and is for the supervisor only; use processpool instead")]
    [InlineData("--worker-type processpoolworker --worker-id -1", "--worker-id must be at least 0, was -1")]
    [InlineData("--worker-type register", "--worker-type register needs --templates DIR, the folder to publish")]
    public void What_cannot_be_meant_is_refused_with_its_reason(string arguments, params string[] reasons) =>
        Reasons(arguments.Split(' ')).ShouldBe(reasons);

    [Fact]
    public void All_reasons_are_told_at_once() =>
        Reasons(["--bogus", "1", "--config", "a", "--config", "b", "--worker-type", "migrate", "--process-workers", "0", "--log-level"]).ShouldBe(
        [
            "unknown flag '--bogus'",
            "--config is given more than once",
            "--log-level needs a value: LEVEL",
            "--process-workers must be at least 1, was 0",
            "--process-workers is valid with --worker-type processpool or threadpool, not with migrate",
        ]);

    [Fact]
    public void An_empty_argument_is_refused() => Reasons([""]).ShouldBe(["'' is neither a verb nor a flag"]);

    [Fact]
    public void What_is_typed_cannot_forge_a_line() =>
        Reasons(["--a\nb"]).ShouldHaveSingleItem().ShouldBe("unknown flag '--a\\u000ab'");

    [Fact]
    public void The_lines_to_print_name_the_program_and_where_help_is() =>
        new Misuse(["one", "two"]).Lines.ShouldBe(
            ["template-worker: one", "template-worker: two", "Run 'template-worker --help' for flags and examples."]);

    [Theory]
    [InlineData("--")]
    [InlineData("---")]
    [InlineData("-")]
    [InlineData("=")]
    [InlineData("--=")]
    [InlineData("--=x")]
    [InlineData("-=")]
    [InlineData("--help=no")]
    [InlineData("-hh")]
    [InlineData("\0")]
    [InlineData("--\ud800")]
    public void Nothing_that_can_be_typed_throws(string argument) => CommandParser.Parse([argument, argument]).ShouldNotBeNull();

    private static IReadOnlyList<string> Reasons(string[] arguments) => CommandParser.Parse(arguments).ShouldBeOfType<Misuse>().Reasons;
}
