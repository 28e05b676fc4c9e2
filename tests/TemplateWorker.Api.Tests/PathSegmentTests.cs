using TemplateWorker.Api.Routing;

namespace TemplateWorker.Api.Tests;

public sealed class PathSegmentTests
{
    [Theory]
    [InlineData("plain+text", "plain+text")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%C3%A9%f0%9f%98%80", "é😀")]
    [InlineData("%2e%2E", "..")]
    [InlineData("%00", "\0")]
    public void Escapes_are_decoded_once(string segment, string expected)
    {
        PathSegment.TryDecode(segment, out var decoded).ShouldBeTrue();
        decoded.ShouldBe(expected);
    }

    [Theory]
    [InlineData("%")]
    [InlineData("a%4")]
    [InlineData("%zz")]
    [InlineData("% 1")]
    [InlineData("%FF")]
    [InlineData("%C3")]
    [InlineData("%ED%A0%80")]
    public void A_broken_escape_and_bytes_that_are_not_utf_8_are_refused(string segment)
    {
        PathSegment.TryDecode(segment, out _).ShouldBeFalse();
    }
}
