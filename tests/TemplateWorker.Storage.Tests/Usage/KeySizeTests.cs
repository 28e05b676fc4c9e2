using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Npgsql;
using TemplateWorker.Storage.KeyValue;
using TemplateWorker.Storage.Usage;
using TemplateWorker.TestKit.Databases;

namespace TemplateWorker.Storage.Tests.Usage;

public sealed class KeySizeTests
{
    private static readonly JsonSerializerOptions AsScriptsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Words = ["", "a", "7E", "e1", ", : ", "é", "ключ", "a\"b", "back\\slash", "line\nfeed", "tab\t", "[1,2]", "{\"a\":1}"];

    [DatabaseFact]
    public async Task A_text_is_as_long_as_the_database_makes_it()
    {
        await using var test = await TestDatabase.CreateEmptyAsync();
        var random = new Random(11);
        List<string> texts = ["1", "-1.5", "true", "false", "null", "\"\"", "[]", "{}", "[1, 2]", "{\"a\": [1, {\"b\": null}]}"];
        texts.AddRange(Enumerable.Range(0, 500).Select(_ => Value(random, 4)?.ToJsonString(AsScriptsWrite) ?? "null"));

        await using var connection = await test.ConnectAsync();
        await using var command = new NpgsqlCommand("select array(select octet_length(t::jsonb::text) from unnest($1) with ordinality as u(t, n) order by n)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. texts] });
        var lengths = (int[])(await command.ExecuteScalarAsync())!;

        texts.Select(JsonTextSize.InDatabase).ShouldBe(lengths.Select(length => (int?)length));
        // What it wrote itself stays as long.
        command.CommandText = "select array(select t::jsonb::text from unnest($1) with ordinality as u(t, n) order by n)";
        ((string[])(await command.ExecuteScalarAsync())!).Select(JsonTextSize.InDatabase).ShouldBe(lengths.Select(length => (int?)length));
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("[1,2E-7]")]
    [InlineData("\"\\u00e9\"")]
    [InlineData("\"\\/\"")]
    [InlineData("{ \"a\":1}")]
    [InlineData("[1 ,2]")]
    [InlineData("[1,  2]")]
    [InlineData("[\n]")]
    [InlineData("\"no end")]
    [InlineData("\"no end\\")]
    public void A_text_that_the_database_may_write_in_another_way_has_no_known_length(string json) => JsonTextSize.InDatabase(json).ShouldBeNull();

    [Fact]
    public void A_long_text_is_not_measured()
    {
        JsonTextSize.InDatabase(Text(JsonTextSize.MaxLength)).ShouldBe(JsonTextSize.MaxLength);
        JsonTextSize.InDatabase(Text(JsonTextSize.MaxLength + 1)).ShouldBeNull();
    }

    [Fact]
    public void A_key_keeps_its_size_when_both_values_take_as_many_blocks()
    {
        var name = new KeyName(Scopes.None, new string('k', 98));

        name.KeepsSize(Text(156), Text(2)).ShouldBeTrue();
        name.KeepsSize(Text(156), Text(157)).ShouldBeFalse();
        name.KeepsSize(Text(157), Text(412)).ShouldBeTrue();
        name.KeepsSize(Text(413), Text(412)).ShouldBeFalse();
    }

    [Fact]
    public void Scopes_count_with_and_without_the_quotes_that_the_database_may_leave_out()
    {
        // 4 bytes of quotes in {"one","two"}.
        var name = new KeyName(Scopes.Of("one", "two"), new string('k', 87));

        name.KeepsSize(Text(156), Text(150)).ShouldBeTrue();
        name.KeepsSize(Text(157), Text(150)).ShouldBeFalse();
        name.KeepsSize(Text(157), Text(160)).ShouldBeFalse();
        name.KeepsSize(Text(161), Text(170)).ShouldBeTrue();
    }

    private static string Text(int bytes) => $"\"{new string('x', bytes - 2)}\"";

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        0 => JsonValue.Create(random.Next(-1_000, 1_000_000)),
        1 => JsonValue.Create(random.Next(100) / 4.0),
        2 => random.Next(3) switch { 0 => null, 1 => JsonValue.Create(true), _ => JsonValue.Create(false) },
        3 => JsonValue.Create(string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Words[random.Next(Words.Length)]))),
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(5)).Select(n => KeyValuePair.Create($"{Words[random.Next(Words.Length)]}{n}", Value(random, depth - 1)))),
    };
}
