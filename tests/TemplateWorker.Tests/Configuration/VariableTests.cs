using TemplateWorker.Configuration.Loading;
using TemplateWorker.Storage.Addresses;

namespace TemplateWorker.Tests.Configuration;

public sealed class VariableTests : IDisposable
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["HOST"] = "db",
        ["EMPTY"] = "",
        ["NESTED"] = "${HOST}",
        ["_x1"] = "y",
    };

    private readonly ConfigFixture _config = new();

    public void Dispose() => _config.Dispose();

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("${HOST}", "db")]
    [InlineData("a-${HOST}:${_x1}-b", "a-db:y-b")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${EMPTY:-default}", "default")]
    [InlineData("${MISSING:-}", "")]
    [InlineData("${MISSING:-a:-b}", "a:-b")]
    [InlineData("${HOST:-default}", "db")]
    [InlineData("$$", "$")]
    [InlineData("$${HOST}", "${HOST}")]
    [InlineData("$$$$", "$$")]
    [InlineData("${NESTED}", "${HOST}")]
    public void Variables_are_put_in_once(string text, string expanded)
    {
        var (value, fault) = VariableExpansion.Expand(text, Variables);

        fault.ShouldBeNull();
        value.ShouldBe(expanded);
    }

    [Theory]
    [InlineData("${MISSING}", "needs the environment variable MISSING, which is not set (${MISSING:-…} gives a default)")]
    [InlineData("$HOST", "has a lone '$': write ${NAME} for a variable, or $$ for a dollar sign")]
    [InlineData("cost$", "has a lone '$': write ${NAME} for a variable, or $$ for a dollar sign")]
    [InlineData("${HOST", "has a '${' without '}'")]
    [InlineData("${}", "has a '${…}' that is neither ${NAME} nor ${NAME:-default}; names are letters, digits and '_'")]
    [InlineData("${1A}", "has a '${…}' that is neither ${NAME} nor ${NAME:-default}; names are letters, digits and '_'")]
    [InlineData("${HOST-x}", "has a '${…}' that is neither ${NAME} nor ${NAME:-default}; names are letters, digits and '_'")]
    [InlineData("${MISSING:-${HOST}}", "has a '$' in the default of ${MISSING:-…}; defaults are plain text")]
    public void What_only_looks_like_a_variable_is_a_fault(string text, string fault) =>
        VariableExpansion.Expand(text, Variables).Fault.ShouldBe(fault);

    [Fact]
    public void Variables_stand_in_every_value_of_the_file()
    {
        _config.Environment["N"] = "3";
        _config.Environment["TOKEN"] = "0123456789abcdef";

        var options = _config.Good("""
            meta: { postgres_url: "${DATABASE_URL:-embedded:data}" }
            workers: { count: "${N}" }
            limits: { tenants: { "guild:1": { scopes: "${N}" } } }
            tokens: [{ name: a, role: admin, token: "${TOKEN}" }]
            """);

        options.Meta.PostgresUrl.ShouldBe(PostgresUrl.Parse("embedded:data"));
        options.Workers.Count.ShouldBe(3);
        options.Limits.For(new TenantId("guild", "1")).Scopes.ShouldBe(3);
        options.Tokens[0].Token.Reveal().ShouldBe("0123456789abcdef");
    }

    [Fact]
    public void A_variable_that_is_not_set_is_told_with_key_and_line() =>
        _config.Faults("\nmeta: { postgres_url: '${DATABASE_URL}' }")
            .ShouldBe(["config.yaml:2: meta.postgres_url needs the environment variable DATABASE_URL, which is not set (${DATABASE_URL:-…} gives a default)"]);
}
