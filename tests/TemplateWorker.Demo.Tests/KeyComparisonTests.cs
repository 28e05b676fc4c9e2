using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Checking;
using TemplateWorker.Demo.Expectations;

namespace TemplateWorker.Demo.Tests;

public sealed class KeyComparisonTests
{
    private readonly ExpectedKeys _expected = new();

    [Fact]
    public void Values_that_differ_only_in_how_they_are_written_are_equal()
    {
        _expected.Increment("count", 3);
        _expected.Set("champion", JsonNode.Parse("""{"who":"u1","points":2}""")!);

        Compare(("count", "3"), ("champion", """{ "points": 2, "who": "u1" }""")).ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_value_a_missing_key_and_one_too_many_are_each_told()
    {
        _expected.Increment("wrong", 3);
        _expected.Increment("missing");

        Compare(("wrong", "4"), ("extra", "true")).ShouldBe(
            ["missing: is missing, must be 1", "wrong: is 4, must be 3", "extra: must not be there, is true"]);
    }

    private IEnumerable<string> Compare(params IEnumerable<(string Key, string Json)> stored) =>
        KeyComparison.Compare(_expected, [.. stored.Select(key => new StoredKey(key.Key, JsonSerializer.Deserialize<JsonElement>(key.Json)))]);
}
