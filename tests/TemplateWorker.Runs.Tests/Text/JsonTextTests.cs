using TemplateWorker.Runs.Text;

namespace TemplateWorker.Runs.Tests.Text;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true]}""", """{"b": [true], "a": 1.0}""", true)]
    [InlineData("1", "2", false)]
    [InlineData("null", null, false)]
    [InlineData(null, null, true)]
    [InlineData("[1,2]", "[2,1]", false)]
    public void Values_are_the_same_when_they_say_the_same(string? left, string? right, bool same)
    {
        JsonText.Same(left, right).ShouldBe(same);
    }
}
