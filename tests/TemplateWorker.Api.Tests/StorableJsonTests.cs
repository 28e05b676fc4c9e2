using System.Text;
using System.Text.Json;
using TemplateWorker.Api.Bodies;

namespace TemplateWorker.Api.Tests;

public sealed class StorableJsonTests
{
    [Theory]
    [InlineData("""{"a":["b\n\\u0000","\ud83d\ude00","é"],"c":1e5}""")]
    [InlineData("""
        "\\\\u0000"
        """)]
    [InlineData("null")]
    public void What_jsonb_can_hold_is_let_through(string json)
    {
        StorableJson.Require(Encoding.UTF8.GetBytes(json.Trim()));
    }

    [Theory]
    [InlineData("""["a\u0000"]""", 3)]
    [InlineData("""{"\u0000":1}""", 2)]
    [InlineData("""["\ud800"]""", 2)]
    [InlineData("""["\udc00\ud800"]""", 2)]
    [InlineData("""["\ud800x"]""", 2)]
    [InlineData("""["\ud800\n"]""", 2)]
    [InlineData("""["\ud83d\ude00\ud800\ud800"]""", 14)]
    [InlineData("""["\\\u0000"]""", 4)]
    public void What_it_cannot_hold_is_named_with_its_place(string json, int offset)
    {
        Should.Throw<BadJsonException>(() => StorableJson.Require(Encoding.UTF8.GetBytes(json))).Offset.ShouldBe(offset);
    }

    [Fact]
    public void A_hundred_levels_are_let_through_and_no_more()
    {
        StorableJson.Require(Nested(100));
        Should.Throw<JsonException>(() => StorableJson.Require(Nested(101)));
    }

    private static byte[] Nested(int levels) => Encoding.UTF8.GetBytes(new string('[', levels) + new string(']', levels));
}
