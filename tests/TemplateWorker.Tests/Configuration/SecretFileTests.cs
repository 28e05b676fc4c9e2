using TemplateWorker.Configuration;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Addresses;

namespace TemplateWorker.Tests.Configuration;

public sealed class SecretFileTests : IDisposable
{
    private const string FileInFolder = "meta: { postgres_url: 'file:url' }\n";

    private readonly ConfigFixture _config = new();

    public void Dispose() => _config.Dispose();

    [Theory]
    [InlineData("embedded:data\n")]
    [InlineData("embedded:data\r\n")]
    [InlineData("embedded:data")]
    public void A_secret_is_read_from_its_file_without_the_newline_at_its_end(string text)
    {
        _config.Write("url", text);

        _config.Good(FileInFolder).Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("embedded:data"));
    }

    [Fact]
    public void What_the_file_holds_is_taken_as_it_is()
    {
        _config.Write("url", "postgresql://u:pa$word@h/d\n\n");

        _config.Good(FileInFolder).Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("postgresql://u:pa$word@h/d"));
    }

    [Fact]
    public void The_path_may_hold_a_variable_and_may_come_from_the_environment()
    {
        _config.Write("token", "0123456789abcdef");
        _config.Write("url", "embedded:data");
        _config.Environment["CREDENTIALS"] = Path.GetDirectoryName(_config.ConfigPath)!;
        _config.Environment["TEMPLATE_WORKER__META__POSTGRES_URL"] = $"file:{_config.PathOf("url")}";

        var options = _config.Good("tokens: [{ name: a, role: admin, token: 'file:${CREDENTIALS}/token' }]");

        options.Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("embedded:data"));
        options.Tokens[0].Token.ShouldBe(new Secret("0123456789abcdef"));
    }

    [Theory]
    [InlineData("meta: { postgres_url: 'postgresql://u:hunter2@h/d' }", "config.yaml")]
    [InlineData("meta: { postgres_url: 'postgresql://u@h/d' }", "")]
    [InlineData("meta: { postgres_url: 'embedded:data' }", "")]
    [InlineData("meta: { postgres_url: 'postgresql://u:${PASSWORD}@h/d' }", "")]
    [InlineData("meta: { postgres_url: 'file:url' }", "url")]
    [InlineData("meta: { postgres_url: 'postgresql://u@h/d', migrate_postgres_url: 'host=h user=o password=hunter2' }", "config.yaml")]
    [InlineData("meta: { postgres_url: 'file:url' }\ntokens: [{ name: a, role: admin, token: 0123456789abcdef }]", "config.yaml url")]
    [InlineData("meta: { postgres_url: 'embedded:data' }\ntokens: [{ name: a, role: admin, token: '${TOKEN}' }, { name: b, role: admin, token: 'file:token' }]", "token")]
    public void The_files_that_hold_secrets_are_known(string yaml, string files)
    {
        _config.Write("url", "postgresql://u:hunter2@h/d");
        _config.Write("token", "fedcba9876543210");
        _config.Environment["TOKEN"] = "0123456789abcdef";
        _config.Environment["PASSWORD"] = "hunter2";

        var loaded = _config.Load(yaml).ShouldBeOfType<ConfigurationOutcome.Loaded>();

        loaded.SecretFiles.ShouldBe(files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(_config.PathOf));
    }

    [Fact]
    public void A_secret_of_the_environment_is_in_no_file()
    {
        _config.Environment["TEMPLATE_WORKER__META__POSTGRES_URL"] = "postgresql://u:hunter2@h/d";

        _config.Load("logging: { level: info }").ShouldBeOfType<ConfigurationOutcome.Loaded>().SecretFiles.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_with_its_path() =>
        _config.Faults(FileInFolder).ShouldHaveSingleItem()
            .ShouldStartWith("config.yaml:1: meta.postgres_url cannot be read from its file: Could not find file ");

    [Fact]
    public void A_file_too_large_for_a_secret_is_told()
    {
        _config.Write("url", new string('x', (64 << 10) + 1));

        _config.Faults(FileInFolder).ShouldHaveSingleItem().ShouldContain("must be in a file of at most 64KiB");
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_told_without_its_bytes()
    {
        File.WriteAllBytes(_config.PathOf("url"), [.. "hunter2"u8, 0xff]);

        var fault = _config.Faults(FileInFolder).ShouldHaveSingleItem();

        fault.ShouldContain("is not UTF-8");
        fault.ShouldNotContain("hunter2");
    }

    [Fact]
    public void An_empty_file_is_no_secret()
    {
        _config.Write("url", "\n");

        _config.Faults(FileInFolder).ShouldBe(["config.yaml:1: meta.postgres_url must not be empty"]);
    }

    [Fact]
    public void A_missing_path_is_told() =>
        _config.Faults("meta: { postgres_url: 'file:' }").ShouldBe(["config.yaml:1: meta.postgres_url must name a file after file:"]);

    [Fact]
    public void Only_secrets_are_read_from_files()
    {
        _config.Write("level", "debug");

        _config.Faults(ConfigFixture.Minimal + "logging: { level: 'file:level' }").ShouldHaveSingleItem().ShouldContain("was 'file:level'");
    }

    [Theory]
    [InlineData("localhost", "is not a valid database address. The address must start with postgresql://, or have the form 'host=… user=…', or be embedded:DIR.")]
    [InlineData("'postgresql://u:hunter2@h/d?sslmode=maybe&password=hunter2'", "is not a valid database address. In the address, sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full, was 'maybe'; the nearest is 'disable'.")]
    [InlineData("'embedded:'", "is not a valid database address. 'embedded:' must be followed by the cluster's folder, such as embedded:./data.")]
    [InlineData("' '", "must not be empty")]
    public void What_is_no_address_of_a_database_is_told(string address, string message) =>
        _config.Faults($"meta: {{ postgres_url: {address} }}").ShouldBe([$"config.yaml:1: meta.postgres_url {message}"]);
}
