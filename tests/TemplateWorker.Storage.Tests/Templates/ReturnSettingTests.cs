using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Storage.Tests.Templates;

public sealed class ReturnSettingTests
{
    private const string Remedy = """. Write {"return": {"action": "reply"}}, or leave return out.""";

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"other": {"return": 1}}""", null)]
    [InlineData("""{"return": {"action": "reply"}}""", "reply")]
    [InlineData("""{"r\u0065turn": 1, "return": {"action": "a b"}}""", "a b")]
    public void Settings_name_the_action_that_a_returned_value_becomes_or_none(string settings, string? action)
    {
        TemplateRules.SettingsFault(settings).ShouldBeNull();
        ReturnSetting.ActionOf(settings).ShouldBe(action);
    }

    [Theory]
    [InlineData("""{"return": "reply"}""", "settings.return must be an object, was string")]
    [InlineData("""{"return": null}""", "settings.return must be an object, was null")]
    [InlineData("""{"return": {}}""", "settings.return.action is missing")]
    [InlineData("""{"return": {"action": 7}}""", "settings.return.action must be a type of actions, was number")]
    [InlineData("""{"return": {"action": ""}}""", "settings.return.action must be 1 to 128 characters without control characters, was ''")]
    [InlineData("""{"return": {"action": "\ud800"}}""", "settings.return.action must be 1 to 128 characters without control characters, was ''")]
    [InlineData("""{"return": {"action": "a\u0007"}}""", "settings.return.action must be 1 to 128 characters without control characters, was 'a\uFFFD'")]
    [InlineData("""{"return": {"action": "reply", "key": "k"}}""", "settings.return.key is not known")]
    public void Anything_else_is_refused_with_its_path_and_a_remedy(string settings, string fault)
    {
        TemplateRules.SettingsFault(settings).ShouldBe(fault + Remedy);
        ReturnSetting.ActionOf(settings).ShouldBeNull("a version that was published before the rule");
    }
}
