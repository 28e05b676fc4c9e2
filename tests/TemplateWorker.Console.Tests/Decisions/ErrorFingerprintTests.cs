using TemplateWorker.Console.DeadLetters;

namespace TemplateWorker.Console.Tests.Decisions;

public sealed class ErrorFingerprintTests
{
    [Theory]
    [InlineData("TypeError: member 12 has no 'locale'", "TypeError: member 99 has no 'name'")]
    [InlineData("unknown id 01a1fb43-d024-79cf-af1b-fdc238872907", "unknown id 11a1fb43-d024-79cf-af1b-fdc238872900")]
    [InlineData("no user \"ada\"\nat index.js:1", "no user \"bob\"\nat other.js:7")]
    [InlineData("took 1.5 s at 0xFF", "took 22 s at 0x1a")]
    public void Messages_that_differ_in_numbers_ids_and_quoted_text_have_one_cause(string one, string other) =>
        ErrorFingerprint.Of("a", "ScriptError", one).ShouldBe(ErrorFingerprint.Of("a", "ScriptError", other));

    [Fact]
    public void Another_template_reason_or_text_is_another_cause()
    {
        var one = ErrorFingerprint.Of("a", "ScriptError", "no user");

        ErrorFingerprint.Of("b", "ScriptError", "no user").ShouldNotBe(one);
        ErrorFingerprint.Of("a", "CpuLimit", "no user").ShouldNotBe(one);
        ErrorFingerprint.Of("a", "ScriptError", "no guild").ShouldNotBe(one);
        ErrorFingerprint.Of("a", null, null).Message.ShouldBeEmpty();
    }

    [Fact]
    public void A_long_message_takes_no_long_time()
    {
        foreach (var text in (string[])[new string('\'', 1 << 20), new string('0', 1 << 20), string.Concat(Enumerable.Repeat("0-a-", 1 << 18))])
        {
            ErrorFingerprint.Of("a", "ScriptError", text).Message.Length.ShouldBeLessThanOrEqualTo(200);
        }
    }
}
