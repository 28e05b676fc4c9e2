namespace TemplateWorker.Tests.Configuration;

public sealed class TokenTests : IDisposable
{
    private readonly ConfigFixture _config = new();

    public void Dispose() => _config.Dispose();

    [Theory]
    [InlineData("{ }", "tokens[0].name is missing", "tokens[0].role is missing", "tokens[0].token is missing")]
    [InlineData("{ name: a, role: admin, token: }", "tokens[0].token must be a single value, was nothing (omit the key for its default)")]
    [InlineData("{ name: a, role: tenant, token: 0123456789abcdef }", "tokens[0].tenant is missing: a token of role tenant belongs to one tenant")]
    [InlineData("{ name: a, role: tenant, tenant: guild, token: 0123456789abcdef }", "tokens[0].tenant must be a tenant such as guild:1234, was 'guild'")]
    [InlineData("{ name: a, role: admin, tenant: guild:1, token: 0123456789abcdef }", "tokens[0].tenant must be omitted: a token of role admin applies to every tenant")]
    [InlineData("{ name: a, role: tenant-read, token: 0123456789abcdef }", "tokens[0].tenant is missing: a token of role tenant-read belongs to one tenant")]
    [InlineData("{ name: a, role: operator, tenant: guild:1, token: 0123456789abcdef }", "tokens[0].tenant must be omitted: a token of role operator applies to every tenant")]
    [InlineData("{ name: a, role: root, token: 0123456789abcdef }", "tokens[0].role must be one of admin, operator, tenant, tenant-read, was 'root'")]
    [InlineData("{ name: a, role: Secr3tPa55Secr3tPa55, token: 0123456789abcdef }", "tokens[0].role must be one of admin, operator, tenant, tenant-read; what stands there is not shown, because it may be a token")]
    [InlineData("{ name: a, role: tenant, tenant: Secr3tPa55Secr3tPa55, token: 0123456789abcdef }", "tokens[0].tenant must be a tenant such as guild:1234; what stands there is not shown, because it may be a token")]
    [InlineData("{ name: 'Secr3t+Pa55Secr3tPa55', role: admin, token: 0123456789abcdef }", "tokens[0].name must be 1 to 64 letters, digits, '.', '_' or '-'; what stands there is not shown, because it may be a token")]
    [InlineData("{ name: 'a b', role: admin, token: 0123456789abcdef }", "tokens[0].name must be 1 to 64 letters, digits, '.', '_' or '-', was 'a b'")]
    [InlineData("{ name: a, role: admin, token: 0123456789abcde }", "tokens[0].token must be 16 to 512 characters, was 15")]
    [InlineData("{ name: a, role: admin, token: '0123456789 abcdef' }", "tokens[0].token must consist of letters, digits, '-', '.', '_', '~', '+', '/', and '=' at its end only: others cannot stand in an Authorization header")]
    public void A_bad_token_is_told(string token, params string[] messages) =>
        _config.Faults($"{ConfigFixture.Minimal}tokens: [{token}]").ShouldBe(messages.Select(message => $"config.yaml:2: {message}"));

    [Fact]
    public void Two_tokens_with_one_name_or_one_text_are_told_without_the_text()
    {
        var faults = _config.Faults(ConfigFixture.Minimal + """
            tokens:
              - { name: a, role: admin, token: 0123456789abcdef }
              - { name: a, role: admin, token: 0123456789abcdef }
            """);

        faults.ShouldBe(["config.yaml:4: tokens[1].name 'a' is already used by tokens[0]", "config.yaml:4: tokens[1].token is already used by tokens[0]"]);
    }

    [Fact]
    public void No_message_and_no_text_form_holds_a_token_or_the_address_of_the_database()
    {
        var options = _config.Good("meta: { postgres_url: 'postgresql://u:hunter2@h/d' }\ntokens: [{ name: a, role: admin, token: hunter2hunter2hunter2 }]");
        var bad = _config.Faults("meta: { postgres_url: 'hunter2' }\ntokens: [{ name: a, role: admin, token: 'hunter2' }, { name: b, role: admin, token: 'hunter2 hunter2 hunter2' }]");

        $"{options} {options.Meta} {options.Tokens[0]} {options.Tokens[0].Token}".ShouldNotContain("hunter2");
        bad.Count.ShouldBe(3);
        string.Concat(bad).ShouldNotContain("hunter2");
    }
}
