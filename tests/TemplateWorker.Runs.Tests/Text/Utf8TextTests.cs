using System.Text;
using TemplateWorker.Runs.Text;

namespace TemplateWorker.Runs.Tests.Text;

public sealed class Utf8TextTests
{
    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly", 7, "exactly")]
    [InlineData("longer than that", 9, "longer…")]
    [InlineData("ééééé", 8, "éé…")]
    [InlineData("😀😀😀", 11, "😀😀…")]
    public void A_text_is_cut_between_characters_and_stays_within_its_bytes(string text, int maxBytes, string expected)
    {
        var cut = Utf8Text.Cut(text, maxBytes);

        cut.ShouldBe(expected);
        Encoding.UTF8.GetByteCount(cut).ShouldBeLessThanOrEqualTo(maxBytes);
    }
}
