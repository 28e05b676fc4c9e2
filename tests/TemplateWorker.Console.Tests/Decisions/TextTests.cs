using TemplateWorker.Console.Text;

namespace TemplateWorker.Console.Tests.Decisions;

public sealed class TextTests
{
    [Theory]
    [InlineData("a\u202Eb", "a|U+202E|b")]
    [InlineData("\u2066\u2069\u200F", "U+2066|U+2069|U+200F")]
    [InlineData("a\u200Bb\uFEFF", "a|U+200B|b|U+FEFF")]
    [InlineData("a\u0007\u001B[0m\u0085", "a|U+0007|U+001B|[0m|U+0085")]
    [InlineData("a\u2028b\u2029", "a|U+2028|b|U+2029")]
    [InlineData("a\U000E0041", "a|U+E0041")]
    [InlineData("two\nlines\tand\ttabs", "two\nlines\tand\ttabs")]
    [InlineData("Zoë 😀 漢", "Zoë 😀 漢")]
    [InlineData("", "")]
    public void What_is_not_seen_or_reorders_is_named(string text, string parts) =>
        string.Join('|', ForeignText.Parts(text, 100).Select(part => part.Text)).ShouldBe(parts);

    [Fact]
    public void Half_of_a_surrogate_pair_is_named() =>
        ForeignText.Parts("a" + (char)0xD800 + "b", 100).Select(part => part.Text).ShouldBe(["a", "U+D800", "b"]);

    [Fact]
    public void A_long_text_is_cut_and_says_how_much_is_missing()
    {
        ForeignText.Parts(new string('x', 1_500), 10).ShouldBe(
            [new TextPart("xxxxxxxxxx", TextPartKind.Plain), new TextPart("… 1,490 more characters", TextPartKind.Cut)]);
        ForeignText.Parts("xxxxxxxxxx", 10).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1_023, "1\u202F023 B")]
    [InlineData(1_536, "1.5 KiB")]
    [InlineData(64 << 20, "64 MiB")]
    public void A_size_is_told_in_the_largest_unit(long bytes, string text) => Units.Bytes(bytes).ShouldBe(text);

    [Theory]
    [InlineData(0.0123, "12.3 ms")]
    [InlineData(0.25, "250 ms")]
    [InlineData(2.5, "2.5 s")]
    [InlineData(125, "2 min 5 s")]
    [InlineData(7_260, "2 h 1 min")]
    [InlineData(100_000, "1 d 3 h")]
    [InlineData(-2, "−2 s")]
    public void A_span_is_told_in_two_units(double seconds, string text) => Units.Span(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void A_link_to_a_tenant_is_one_segment_that_no_browser_takes_for_a_dot_segment()
    {
        ConsoleLinks.Tenant(new TenantId("guild", "..")).ShouldBe("/console/tenants/guild%3A..");
        ConsoleLinks.Tenant(new TenantId("a/b", "c?d#e")).ShouldBe("/console/tenants/a%2Fb%3Ac%3Fd%23e");
        ConsoleLinks.With("/x", ("a", "1 2"), ("b", null), ("c", "&")).ShouldBe("/x?a=1%202&c=%26");
    }
}
