using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Tests.KeyValue;

public sealed class KeyRangeTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("a", "b")]
    [InlineData("user:", "user;")]
    [InlineData("a\ud7ff", "a\ue000")]
    [InlineData("a\uffff", "a\U00010000")]
    [InlineData("a\U0001F600", "a\U0001F601")]
    [InlineData("a\U0010FFFF\U0010FFFF", "b")]
    [InlineData("\U0010FFFF", null)]
    public void A_range_ends_at_the_first_text_behind_its_prefix(string prefix, string? end) =>
        new KeyRange(Scopes.None, prefix, null, 1).End.ShouldBe(end);
}
