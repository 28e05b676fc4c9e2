using TemplateWorker.Configuration;
using TemplateWorker.Configuration.Loading;
using TemplateWorker.Configuration.Schema;
using TemplateWorker.Storage.Addresses;

namespace TemplateWorker.Tests.Configuration;

public sealed class OverrideTests : IDisposable
{
    private readonly ConfigFixture _config = new();

    public void Dispose() => _config.Dispose();

    [Fact]
    public void Every_key_outside_lists_and_maps_can_be_set_by_the_environment()
    {
        foreach (var key in ConfigSchema.RootKeys)
        {
            _config.Environment[EnvironmentSettings.Variable(key.Name)] = key.IsSecret ? "postgresql://h/d" : key.Show(ConfigSchema.Blank);
        }

        var options = _config.Good(string.Empty);

        options.Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("postgresql://h/d"));
        options.Meta.DirectPostgresUrl.ShouldBe(PostgresUrl.Parse("postgresql://h/d"));
        ConfigSchema.RootKeys.Where(key => !key.IsSecret).ShouldAllBe(key => key.Show(options) == key.Show(ConfigSchema.Blank));
    }

    [Fact]
    public void Flags_override_the_environment_which_overrides_the_file()
    {
        _config.Environment["TEMPLATE_WORKER__WORKERS__COUNT"] = "3";
        _config.Environment["TEMPLATE_WORKER__WORKERS__MAX_DB_CONNECTIONS"] = "4";
        _config.Overrides.Add(new SettingOverride("workers.count", "5", "--process-workers"));

        var workers = _config.Good(ConfigFixture.Minimal + "workers: { count: 1, max_db_connections: 3, queue: 2000 }").Workers;

        (workers.Count, workers.MaxDbConnections, workers.Queue).ShouldBe((5, 4, 2000));
    }

    [Fact]
    public void A_value_that_is_overridden_is_not_read()
    {
        _config.Environment["TEMPLATE_WORKER__META__POSTGRES_URL"] = "embedded:data";

        _config.Good("meta: { postgres_url: '${DATABASE_URL}' }").Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("embedded:data"));
    }

    [Fact]
    public void A_bad_value_is_told_with_the_variable_or_the_flag_that_holds_it()
    {
        _config.Environment["TEMPLATE_WORKER__WORKERS__COUNT"] = "";
        _config.Overrides.Add(new SettingOverride("logging.level", "loud", "--log-level"));

        _config.Faults(ConfigFixture.Minimal).ShouldBe(
        [
            "TEMPLATE_WORKER__WORKERS__COUNT: workers.count must be a whole number or 'cores', was ''",
            "--log-level: logging.level must be one of trace, debug, info, warning, error, critical, was 'loud'",
        ]);
    }

    [Theory]
    [InlineData("TEMPLATE_WORKER__WORKERS__CUONT", "sets no key; did you mean TEMPLATE_WORKER__WORKERS__COUNT?")]
    [InlineData("TEMPLATE_WORKER__META_POSTGRES_URL", "sets no key; did you mean TEMPLATE_WORKER__META__POSTGRES_URL?")]
    [InlineData("TEMPLATE_WORKER__", "sets no key; docs/configuration.md lists all keys")]
    [InlineData("TEMPLATE_WORKER__TOKENS__0__TOKEN", "tokens cannot be set by the environment; use ${VARIABLE} or file: inside it in the file")]
    [InlineData("TEMPLATE_WORKER__LIMITS__TENANTS__X", "limits.tenants cannot be set by the environment; use ${VARIABLE} or file: inside it in the file")]
    public void A_variable_that_sets_no_key_is_told(string variable, string message)
    {
        _config.Environment[variable] = "hunter2";

        _config.Faults(ConfigFixture.Minimal).ShouldBe([$"{variable}: {message}"]);
    }

    [Theory]
    [InlineData("TEMPLATE_WORKER_SOCKET")]
    [InlineData("TEMPLATE_WORKER_TOKEN")]
    [InlineData("TEMPLATE_WORKER_TEST_POSTGRES_URL")]
    [InlineData("PATH")]
    public void Variables_of_others_are_left_alone(string variable)
    {
        _config.Environment[variable] = "anything";

        _config.Good(ConfigFixture.Minimal);
    }

    [Fact]
    public void A_dollar_sign_in_the_environment_is_taken_as_it_is()
    {
        _config.Environment["TEMPLATE_WORKER__META__POSTGRES_URL"] = "postgresql://u:pa$word@h/d";

        _config.Good(string.Empty).Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("postgresql://u:pa$word@h/d"));
    }

    [Fact]
    public void The_environment_of_the_process_is_what_is_read()
    {
        ProcessEnvironment.Read()["PATH"].ShouldBe(Environment.GetEnvironmentVariable("PATH"));
    }
}
