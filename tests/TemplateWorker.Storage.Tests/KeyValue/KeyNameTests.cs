using TemplateWorker.Storage.KeyValue;

namespace TemplateWorker.Storage.Tests.KeyValue;

public sealed class KeyNameTests
{
    [Fact]
    public void A_key_of_512_bytes_with_ten_scopes_is_fine() => FaultOf(
        new string('é', 256), [.. Enumerable.Range(0, 10).Select(number => $"{number}{new string('x', 127)}")]).ShouldBeNull();

    [Fact]
    public void A_key_over_512_bytes_is_refused_with_its_size() =>
        FaultOf(new string('é', 256) + "x").ShouldBe("A key must be at most 512 bytes of UTF-8, was 513.");

    [Fact]
    public void An_eleventh_scope_is_refused() => FaultOf(
        "key", [.. Enumerable.Range(0, 11).Select(number => $"{number}")]).ShouldBe("A key can have at most 10 scopes, was 11.");

    [Fact]
    public void A_scope_over_128_bytes_is_refused_with_its_size() =>
        FaultOf("key", new string('x', 129)).ShouldBe("A scope must be at most 128 bytes of UTF-8, was 129.");

    [Fact]
    public void An_empty_key_or_scope_is_refused()
    {
        FaultOf(string.Empty).ShouldBe("A key must not be empty.");
        FaultOf("key", string.Empty).ShouldBe("A scope must not be empty.");
    }

    [Fact]
    public void What_PostgreSQL_cannot_hold_is_refused()
    {
        FaultOf("a\0b").ShouldBe("A key must not contain the character U+0000.");
        FaultOf("a\ud800b").ShouldBe("A key must be well-formed Unicode, but has half of a surrogate pair.");
    }

    private static string? FaultOf(string key, params string[] scopes) => new KeyName(Scopes.Of(scopes), key).Fault();
}
