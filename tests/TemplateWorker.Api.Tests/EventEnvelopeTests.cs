using System.Text;
using TemplateWorker.Api.Bodies;
using TemplateWorker.Api.Events;
using TemplateWorker.Api.Problems;

namespace TemplateWorker.Api.Tests;

public sealed class EventEnvelopeTests
{
    [Theory]
    [InlineData("""{"name":"a","data":{"x": [1, 2.50]}}""", """{"x": [1, 2.50]}""")]
    [InlineData("""{"data": "é\u00e9" , "name":"a"}""", """
        "é\u00e9"
        """)]
    [InlineData("""{"name":"a","data":-0.0e5}""", "-0.0e5")]
    [InlineData("""{"name":"a","data":null}""", "null")]
    [InlineData("""{"name":"a"}""", "null")]
    public void The_data_are_the_very_bytes_that_were_sent(string body, string data)
    {
        var (envelope, problem) = Parse(body);

        problem.ShouldBeNull();
        envelope.Name.ShouldBe("a");
        Encoding.UTF8.GetString(envelope.Data.Span).ShouldBe(data.Trim());
    }

    [Fact]
    public void A_name_that_is_written_in_escapes_is_read()
    {
        Parse("""{"\u006eame":"\u0061\ud83d\ude00"}""").Value.Name.ShouldBe("a😀");
    }

    [Theory]
    [InlineData("""{"name":"a","date":1}""", 12, "known are name, data, idempotency_key, delay, not_before")]
    [InlineData("""{"name":"a","data":1,"name":"b"}""", 21, "twice")]
    [InlineData("""{"name":1}""", 8, "name must be a string, was a number")]
    [InlineData("""{"name":null}""", 8, "name must be a string, was null")]
    [InlineData("""{"name":"\ud800"}""", 8, "surrogate")]
    [InlineData("""[]""", 0, "The body must be an object, was an array")]
    [InlineData("""{"name":"a"} x""", 13, "Something follows the JSON value")]
    [InlineData("""{"name":"a",}""", 12, "A comma precedes '}'")]
    [InlineData("""{"name":"a" // no""", 12, "JSON has no comments")]
    [InlineData("""{"name":"a","data":[1,}""", 22, "A comma precedes '}'")]
    [InlineData("""{"name":"a","data":{""", 20, "ends before the JSON value does")]
    [InlineData("", 0, "The text is empty")]
    [InlineData("\uFEFF{}", 0, "byte order mark")]
    [InlineData("""{"name":"a\x"}""", 11, "'x' is unexpected")]
    [InlineData("{\"name\":\"a\u0001\"}", 10, "U+0001 is unexpected")]
    [InlineData("""{"name" "a"}""", 8, "'\"' is unexpected")]
    [InlineData("""{"name":NaN}""", 8, "'N' is unexpected")]
    [InlineData("""{"name":'a'}""", 8, "\u0027 is unexpected")]
    [InlineData("{\"name\":ä}", 8, "'ä' is unexpected")]
    public void A_fault_is_named_with_its_place(string body, int offset, string message)
    {
        var problem = Parse(body).Problem.ShouldNotBeNull();

        problem.Kind.ShouldBe(ProblemKinds.BadJson);
        problem.Detail.ShouldContain(message);
        problem.Detail.ShouldEndWith($"(line 1, column {offset + 1}).");
    }

    [Fact]
    public void Places_are_counted_in_lines_and_characters()
    {
        var problem = Parse("{\n  \"name\": \"ä😀\", x\n}").Problem.ShouldNotBeNull();

        problem.Detail.ShouldEndWith("(line 2, column 17).");
    }

    [Fact]
    public void Data_may_nest_a_hundred_levels_and_no_further()
    {
        Parse($$"""{"name":"a","data":{{Nested(100)}}}""").Problem.ShouldBeNull();
        Parse($$"""{"name":"a","data":{{Nested(101)}}}""").Problem.ShouldNotBeNull().Detail.ShouldContain("nests too deep");
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_refused_where_they_are()
    {
        byte[] body = [.. "{\"name\":\"a\",\"data\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        var problem = JsonBody.Parse<EventEnvelope>(body, EventEnvelope.Parse).Problem.ShouldNotBeNull();

        problem.Detail.ShouldContain("UTF-8");
        problem.Detail.ShouldEndWith("(line 1, column 21).");
    }

    private static Checked<EventEnvelope> Parse(string body) => JsonBody.Parse<EventEnvelope>(Encoding.UTF8.GetBytes(body), EventEnvelope.Parse);

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);
}
