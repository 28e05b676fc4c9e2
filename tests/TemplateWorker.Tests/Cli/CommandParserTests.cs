using Microsoft.Extensions.Logging;
using TemplateWorker.Cli;
using TemplateWorker.Cli.Parsing;
using TemplateWorker.Configuration;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Tests.Cli;

public sealed class CommandParserTests
{
    private static readonly LogFlags NoLogFlags = new(null, null);

    [Fact]
    public void No_arguments_run_a_pool_of_processes_as_config_yaml_describes()
    {
        var command = CommandParser.Parse([]);

        command.ShouldBe(new RunSupervisor { Mode = WorkerMode.ProcessPool, ConfigPath = "config.yaml", Log = NoLogFlags });
        ((RunSupervisor)command).Overrides.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("processpool", "ProcessPool")]
    [InlineData("process-pool", "ProcessPool")]
    [InlineData("threadpool", "ThreadPool")]
    [InlineData("thread-pool", "ThreadPool")]
    public void The_pools_have_two_names_each(string type, string mode) =>
        CommandParser.Parse(["--worker-type", type]).ShouldBeOfType<RunSupervisor>().Mode.ToString().ShouldBe(mode);

    [Theory]
    [InlineData("processpoolworker")]
    [InlineData("process-pool-worker")]
    public void A_worker_is_started_with_its_number(string type) =>
        CommandParser.Parse(["--worker-type", type, "--worker-id", "0", "--log-format=json"])
            .ShouldBe(new RunWorker(0, new LogFlags(null, LogFormat.Json)));

    [Theory]
    [InlineData("migrate")]
    [InlineData("apply-migration")]
    public void Migrations_are_applied_on_request(string type) =>
        CommandParser.Parse(["--worker-type", type, "--config", "a.yaml"]).ShouldBe(new Migrate("a.yaml", NoLogFlags));

    [Theory]
    [InlineData("register")]
    [InlineData("register-commands")]
    public void Templates_are_registered_from_a_folder(string type) =>
        CommandParser.Parse([$"--worker-type={type}", "--templates=dir"]).ShouldBe(new Register("config.yaml", "dir", NoLogFlags));

    [Fact]
    public void The_default_verb_may_be_named() =>
        CommandParser.Parse(["run", "--config", "a.yaml"]).ShouldBeOfType<RunSupervisor>().ConfigPath.ShouldBe("a.yaml");

    [Fact]
    public void Flags_become_overrides_of_the_configuration()
    {
        var command = CommandParser.Parse(
            ["--max-db-connections", "3", "--process-workers", "4", "--log-level", "debug", "--log-format", "json"]).ShouldBeOfType<RunSupervisor>();

        command.MaxDbConnections.ShouldBe(3);
        command.ProcessWorkers.ShouldBe(4);
        command.Log.ShouldBe(new LogFlags(LogLevel.Debug, LogFormat.Json));
        command.Overrides.ShouldBe(
        [
            new SettingOverride("workers.max_db_connections", "3", "--max-db-connections"),
            new SettingOverride("workers.count", "4", "--process-workers"),
            new SettingOverride("logging.level", "debug", "--log-level"),
            new SettingOverride("logging.format", "json", "--log-format"),
        ]);
    }

    [Fact]
    public void Log_flags_fill_in_for_a_configuration_that_is_not_read()
    {
        NoLogFlags.WithDefaults().ShouldBe(new LoggingOptions());
        new LogFlags(LogLevel.Error, LogFormat.Json).WithDefaults().ShouldBe(new LoggingOptions { Level = LogLevel.Error, Format = LogFormat.Json });
    }

    [Fact]
    public void The_number_of_workers_may_be_the_cores() =>
        CommandParser.Parse(["--process-workers", "cores"]).ShouldBeOfType<RunSupervisor>().ProcessWorkers.ShouldBe(Environment.ProcessorCount);

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public void Help_shows_flags_and_examples(string flag)
    {
        var text = CommandParser.Parse([flag]).ShouldBeOfType<ShowHelp>().Text;

        text.ShouldStartWith("template-worker 0.2.0");
        text.ShouldContain("Usage: template-worker [run] [flags]");
        text.ShouldContain("--worker-type=TYPE");
        text.ShouldContain("--max-db-connections=N");
        text.ShouldContain("Examples:\n  template-worker  ");
        text.ShouldNotContain("--worker-id");
        text.Split('\n').ShouldAllBe(line => line.Length <= 110 && line == line.TrimEnd());
    }

    [Fact]
    public void Version_is_one_line()
    {
        var text = CommandParser.Parse(["--version"]).ShouldBeOfType<ShowVersion>().Text;

        text.ShouldMatch(@"^template-worker 0\.2\.0( \([0-9a-f]{12}\))?$");
    }
}
