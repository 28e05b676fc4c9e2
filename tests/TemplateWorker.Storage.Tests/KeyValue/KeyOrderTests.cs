using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Tests.KeyValue;

public sealed class KeyOrderTests
{
    [Theory]
    [InlineData("", "a")]
    [InlineData("a", "aa")]
    [InlineData("B", "a")]
    [InlineData("z", "é")]
    [InlineData("\uffff", "\U0001F600")]
    [InlineData("\ue000", "\U00010000")]
    [InlineData("\ud7ff", "\ue000")]
    [InlineData("\U0001F600", "\U0001F601")]
    [InlineData("x\U0001F600", "x\U00020000")]
    public void Keys_are_ordered_by_code_point(string first, string second)
    {
        KeyOrder.Instance.Compare(first, second).ShouldBeLessThan(0);
        KeyOrder.Instance.Compare(second, first).ShouldBeGreaterThan(0);
        KeyOrder.Instance.Compare(first, first).ShouldBe(0);
    }
}
