using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Tests.KeyValue;

public sealed class ScopesTests
{
    [Fact]
    public void The_order_of_the_names_and_repetitions_make_no_difference()
    {
        var scopes = Scopes.Of("b", "a", "b");

        scopes.ShouldBe(Scopes.Of("a", "b"));
        scopes.GetHashCode().ShouldBe(Scopes.Of("a", "b").GetHashCode());
        scopes.Names.ShouldBe(["a", "b"]);
        scopes.ShouldNotBe(Scopes.Of("a"));
    }

    [Fact]
    public void No_names_are_the_default_value()
    {
        Scopes.Of().ShouldBe(Scopes.None);
        default(Scopes).ShouldBe(Scopes.None);
        Scopes.None.Literal.ShouldBe("{}");
        Scopes.None.Names.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("null", """{"null"}""")]
    [InlineData("a,b", """{"a,b"}""")]
    [InlineData("a\"b\\c", """{"a\"b\\c"}""")]
    [InlineData("{}", """{"{}"}""")]
    public void The_literal_quotes_what_an_array_would_take_for_syntax(string name, string literal) =>
        Scopes.Of(name).Literal.ShouldBe(literal);
}
