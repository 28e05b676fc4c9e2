using System.Net;
using Microsoft.Extensions.Logging;
using TemplateWorker.Api.Access;
using TemplateWorker.Api.Connections;
using TemplateWorker.Api.Server;
using TemplateWorker.Configuration;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Addresses;
using TemplateWorker.Storage.Tokens;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly ConfigFixture _config = new();

    public void Dispose() => _config.Dispose();

    [Fact]
    public void A_file_with_only_the_address_of_the_database_has_the_documented_defaults()
    {
        var options = _config.Good(ConfigFixture.Minimal);

        options.Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("postgresql://localhost/test"));
        options.Addrs.Http.ShouldBe(new IPEndPoint(IPAddress.Loopback, 8080));
        options.Workers.Count.ShouldBe(Environment.ProcessorCount);
        options.Workers.MaxDbConnections.ShouldBe(7);
        options.Limits.Default.ShouldBe(new TenantLimits());
        options.Console.ShouldBe(new ConsoleOptions { Enabled = false, SessionIdle = TimeSpan.FromMinutes(30) });
        options.Tokens.ShouldBeEmpty();
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var options = _config.Good("""
            meta:
              postgres_url: embedded:data
            addrs:
              http: "[::1]:0"
              hosts: api.example.com, worker
              health: 127.0.0.1:8081
              connections: 500
              connections_per_address: 50
              connections_per_token: 100
              idle_without_token: 5s
            console: { enabled: true, session_idle: 2h }
            workers:
              count: 3
              drain_timeout: 0s
              memory: 2GiB
            scripting:
              engine: jint
              idle_eviction: 1m30s
            limits:
              key: 100
            logging: { level: warning, format: json }
            tokens:
              - { name: ops, role: admin, token: 0123456789abcdef }
              - { name: bot, role: tenant, tenant: guild:1, token: 0123456789abcdefg }
            """);

        options.Addrs.Http.ShouldBe(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        options.Addrs.Hosts.ShouldBe(["api.example.com", "worker"]);
        options.Addrs.Health.ShouldBe(new IPEndPoint(IPAddress.Loopback, 8081));
        options.Addrs.Connections.ShouldBe(
            new ConnectionLimits { All = 500, PerAddress = 50, PerToken = 100, IdleWithoutToken = TimeSpan.FromSeconds(5) });
        options.Console.ShouldBe(new ConsoleOptions { Enabled = true, SessionIdle = TimeSpan.FromHours(2) });
        options.Workers.Count.ShouldBe(3);
        options.Workers.DrainTimeout.ShouldBe(TimeSpan.Zero);
        options.Workers.MemoryBytes.ShouldBe(2L << 30);
        options.Scripting.Engine.ShouldBe(ScriptEngineKind.Jint);
        options.Scripting.IdleEviction.ShouldBe(TimeSpan.FromSeconds(90));
        options.Limits.Default.KeyBytes.ShouldBe(100);
        options.Logging.ShouldBe(new LoggingOptions { Level = LogLevel.Warning, Format = LogFormat.Json });
        options.Tokens[0].ShouldBe(new TokenOptions { Name = "ops", Role = TokenRole.Admin, Token = new Secret("0123456789abcdef") });
        options.Tokens[1].Tenant.ShouldBe(new TenantId("guild", "1"));
    }

    [Theory]
    [InlineData("enabled: on", "console.enabled must be true or false, was 'on'")]
    [InlineData("session_idle: 59s", "console.session_idle must be at least 1m, was 59s")]
    [InlineData("session_idle: 25h", "console.session_idle must be at most 24h, was 25h")]
    public void A_setting_of_the_console_out_of_bounds_is_told(string setting, string fault) =>
        _config.Faults($"{ConfigFixture.Minimal}\nconsole:\n  {setting}\n").ShouldHaveSingleItem().ShouldEndWith(fault);

    [Fact]
    public void A_file_that_does_not_exist_is_told_with_the_example_to_copy()
    {
        var outcome = _config.Load();

        var fault = outcome.ShouldBeOfType<ConfigurationOutcome.Invalid>().Faults.ShouldHaveSingleItem();
        fault.ToString().ShouldBe(
            $"{_config.ConfigPath}: the file does not exist: copy config.example.yaml to it and fill it in, or name another file with --config");
    }

    [Fact]
    public void A_folder_in_place_of_the_file_is_told()
    {
        Directory.CreateDirectory(_config.ConfigPath);

        var fault = _config.Load().ShouldBeOfType<ConfigurationOutcome.Invalid>().Faults.ShouldHaveSingleItem();

        fault.Message.ShouldStartWith("the file cannot be read: ");
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_told()
    {
        File.WriteAllBytes(_config.ConfigPath, [0xff, 0xfe, 0xfa]);

        var fault = _config.Load().ShouldBeOfType<ConfigurationOutcome.Invalid>().Faults.ShouldHaveSingleItem();

        fault.Message.ShouldBe("the file is not UTF-8 text");
    }

    [Fact]
    public void An_empty_file_lacks_what_is_required() =>
        _config.Faults("# nothing yet\n").ShouldBe(["config.yaml: meta.postgres_url is missing; config.example.yaml shows it"]);

    [Fact]
    public void Everything_wrong_is_told_at_once_in_the_order_of_the_file_then_of_the_environment()
    {
        _config.Environment["TEMPLATE_WORKER__WORKERS__QUEUE"] = "none";

        _config.Faults("""
            workers:
              count: 0
              heartbeat_interval: 1 second
              count: 2
            limits:
              heap: 64MB
            logging:
              levle: info
            tokens: yes
            wurkers: {}
            """).ShouldBe(
            [
                "config.yaml:2: workers.count must be at least 1, was 0",
                "config.yaml:3: workers.heartbeat_interval must be a duration such as 500ms, 10s, 1m30s or 24h, was '1 second'",
                "config.yaml:4: workers.count is given twice, first on line 2",
                "config.yaml:6: limits.heap must be a size such as 512, 256KiB, 64MiB or 1GiB, was '64MB'",
                "config.yaml:8: unknown key logging.levle; did you mean logging.level?",
                "config.yaml:9: tokens must be a list, was a single value",
                "config.yaml:10: unknown key wurkers; did you mean workers?",
                "TEMPLATE_WORKER__WORKERS__QUEUE: workers.queue must be a whole number, was 'none'",
                "config.yaml: meta.postgres_url is missing; config.example.yaml shows it",
            ],
            ignoreOrder: false);
    }

    [Theory]
    [InlineData("max_db_connections: 3", "unknown key max_db_connections; did you mean workers.max_db_connections?")]
    [InlineData("addrs: { wall_time: 3s }", "unknown key addrs.wall_time; did you mean limits.wall_time?")]
    [InlineData("limits: { tenant: {} }", "unknown key limits.tenant; did you mean limits.tenants?")]
    [InlineData("limits: { tenants: { 'guild:1': { wall_tme: 3s } } }", "unknown key limits.tenants.guild:1.wall_tme; did you mean limits.tenants.guild:1.wall_time?")]
    [InlineData("Workers: { count: 3 }", "unknown key Workers; did you mean workers?")]
    [InlineData("something_else: 1", "unknown key something_else; config.example.yaml lists all keys")]
    [InlineData("\"a\\nb\": 1", "unknown key 'a\\u000ab'; config.example.yaml lists all keys")]
    public void An_unknown_key_is_told_with_the_nearest_known_one(string yaml, string message) =>
        _config.Faults(ConfigFixture.Minimal + yaml).ShouldBe([$"config.yaml:2: {message}"]);

    [Theory]
    [InlineData("workers: 5", "workers must be a section of keys, was a single value")]
    [InlineData("workers: [1]", "workers must be a section of keys, was a list")]
    [InlineData("workers: { count: [1] }", "workers.count must be a single value, was a list")]
    [InlineData("workers: { count: { min: 1 } }", "workers.count must be a single value, was a section")]
    [InlineData("workers: { count: }", "workers.count must be a single value, was nothing (omit the key for its default)")]
    [InlineData("workers: { count: ~ }", "workers.count must be a single value, was nothing (omit the key for its default)")]
    [InlineData("tokens: { name: ops }", "tokens must be a list, was a section")]
    [InlineData("tokens: [ops]", "tokens[0] must be a section of keys, was a single value")]
    [InlineData("limits: { tenants: [a] }", "limits.tenants must be a section of keys, was a list")]
    [InlineData("limits: { tenants: { guild: {} } }", "limits.tenants must be keyed by tenants such as \"guild:1234\", was 'guild'")]
    public void A_value_of_the_wrong_shape_is_told(string yaml, string message) =>
        _config.Faults(ConfigFixture.Minimal + yaml)[0].ShouldBe($"config.yaml:2: {message}");

    [Theory]
    [InlineData("workers: { count: &n 5 }", "anchors are not supported: write the value out where it is needed")]
    [InlineData("workers: *n", "aliases are not supported: write the value out")]
    [InlineData("workers: { count: !!int 5 }", "tags are not supported, was 'tag:yaml.org,2002:int'")]
    [InlineData("? [a]\n: 1", "a key must be a plain text")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "nested deeper than 16 levels")]
    public void Yaml_that_could_mean_something_else_than_it_seems_is_refused(string yaml, string message) =>
        _config.Faults(ConfigFixture.Minimal + yaml).ShouldHaveSingleItem().ShouldBe($"config.yaml:2: this is not YAML: {message}");

    [Fact]
    public void Broken_yaml_is_told_with_its_line_and_without_complaints_that_follow_from_it() =>
        _config.Faults("meta:\n  postgres_url: a: b\n").ShouldHaveSingleItem().ShouldStartWith("config.yaml:2: this is not YAML: ");

    [Fact]
    public void A_second_document_is_refused() =>
        _config.Faults(ConfigFixture.Minimal + "---\nworkers: {}\n")
            .ShouldBe(["config.yaml:2: a second document starts here; the configuration is one document"]);

    [Fact]
    public void A_list_in_place_of_the_whole_configuration_is_told() =>
        _config.Faults("- a\n")[0].ShouldBe("config.yaml:1: the configuration must be a section of keys, was a list");

    [Fact]
    public void A_section_whose_keys_are_all_commented_out_is_fine() =>
        _config.Good(ConfigFixture.Minimal + "workers:\n#  count: 2\ntokens:\nlimits:\n  tenants:\n").Workers.MaxDbConnections.ShouldBe(7);

    [Fact]
    public void A_value_in_a_message_is_on_one_line_and_cut()
    {
        var value = "\\e[2J\\n" + new string('x', 200);

        var fault = _config.Faults(ConfigFixture.Minimal + $"logging: {{ level: \"{value}\" }}").ShouldHaveSingleItem();

        fault.ShouldContain("was '\\u001b[2J\\u000axxx");
        fault.ShouldEndWith("x…'");
        fault.Length.ShouldBeLessThan(200);
    }
}
