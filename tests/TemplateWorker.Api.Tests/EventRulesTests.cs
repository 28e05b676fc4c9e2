using Microsoft.Extensions.Primitives;
using TemplateWorker.Api.Events;

namespace TemplateWorker.Api.Tests;

public sealed class EventRulesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(128)]
    public void A_name_of_1_to_128_characters_is_good(int length)
    {
        EventRules.NameProblem(new string('é', length)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\0")]
    [InlineData("\u0085")]
    public void An_empty_name_and_control_characters_are_refused(string name)
    {
        EventRules.NameProblem(name).ShouldNotBeNull();
    }

    [Fact]
    public void A_missing_name_and_one_of_129_characters_are_refused()
    {
        EventRules.NameProblem(null).ShouldNotBeNull().Detail.ShouldContain("missing");
        EventRules.NameProblem(new string('a', 129)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("a")]
    [InlineData("!~")]
    public void Visible_ascii_makes_an_idempotency_key(string key)
    {
        EventRules.KeyProblem(key).ShouldBeNull();
        EventRules.KeyProblem(new string('k', 255)).ShouldBeNull();
        EventRules.KeyProblem(default).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("é")]
    [InlineData("\u007f")]
    public void Anything_else_does_not(string key)
    {
        EventRules.KeyProblem(key).ShouldNotBeNull();
        EventRules.KeyProblem(new string('k', 256)).ShouldNotBeNull();
        EventRules.KeyProblem(new StringValues(["a", "b"])).ShouldNotBeNull();
    }
}
