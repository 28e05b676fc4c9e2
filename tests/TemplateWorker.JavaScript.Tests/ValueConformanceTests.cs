using System.Text.Json.Nodes;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Tests.Skipping;

namespace TemplateWorker.JavaScript.Tests;

public abstract class ValueConformanceTests : EngineTests
{
    [EngineTheory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("-0.5")]
    [InlineData("1e+21")]
    [InlineData("9007199254740991")]
    [InlineData("\"a\\\"b\\\\c\\n\\té\\u2028😀\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[[],{},[{}],null]")]
    [InlineData("{\"\":1,\"a b\":2,\"__proto__\":{\"x\":3},\"constructor\":4,\"toString\":5}")]
    [InlineData("{\"$type\":\"date\",\"value\":\"2026-01-02T03:04:05.006Z\"}")]
    [InlineData("[{\"$type\":\"date\",\"value\":\"1969-12-31T23:59:59.999Z\"}]")]
    [InlineData("{\"$type\":\"bigint\",\"value\":\"-123456789012345678901234567890\"}")]
    [InlineData("{\"$type\":\"bytes\",\"value\":\"AAECAwQ=\"}")]
    [InlineData("{\"$type\":\"map\",\"value\":[[1,{\"a\":2}],[{\"k\":1},\"v\"]]}")]
    [InlineData("{\"a\":{\"$type\":\"interval\",\"value\":[86400,5]}}")]
    [InlineData("{\"$type\":\"vector\",\"value\":[1.5,-2,0]}")]
    [InlineData("{\"$type\":\"timezone\",\"value\":\"Europe/Berlin\"}")]
    [InlineData("{\"$type\":\"object\",\"value\":{\"$type\":\"date\",\"value\":\"not a date\",\"more\":1}}")]
    [InlineData("{\"$type\":\"object\",\"value\":{\"$type\":{\"$type\":\"date\",\"value\":\"2026-01-02T03:04:05.006Z\"}}}")]
    public void A_value_comes_back_as_it_was_stored(string json) => Test(bench =>
    {
        bench.Host["v"] = json;
        bench.Run("kv.set('copy', kv.get('v'));").ShouldBeOfType<ScriptOutcome.Completed>();
        JsonNode.DeepEquals(JsonNode.Parse(bench.Host["copy"]!), JsonNode.Parse(json)).ShouldBeTrue(bench.Host["copy"]);
        var result = bench.Result("return event.data;", json);
        JsonNode.DeepEquals(JsonNode.Parse(result!), JsonNode.Parse(json)).ShouldBeTrue(result);
    });

    [EngineTheory]
    [InlineData("{\"$type\":\"date\",\"value\":\"yesterday\"}")]
    [InlineData("{\"$type\":\"date\",\"value\":7}")]
    [InlineData("{\"$type\":\"bigint\",\"value\":\"1.5\"}")]
    [InlineData("{\"$type\":\"bigint\",\"value\":\"\"}")]
    [InlineData("{\"$type\":\"map\",\"value\":[[1]]}")]
    [InlineData("{\"$type\":\"vector\",\"value\":[1,2]}")]
    [InlineData("{\"$type\":\"interval\",\"value\":\"1s\"}")]
    [InlineData("{\"$type\":\"unknown\",\"value\":1}")]
    [InlineData("{\"$type\":\"date\"}")]
    [InlineData("{\"$type\":\"date\",\"value\":\"2026-01-02T03:04:05.006Z\",\"more\":1}")]
    [InlineData("{\"$type\":1,\"value\":2}")]
    public void What_is_no_wrapper_stays_an_object_and_is_stored_so_that_it_stays_one(string json) => Test(bench =>
    {
        bench.Result("return typeof event.data === 'object' && '$type' in event.data;", json).ShouldBe("true");
        var once = bench.Result("return event.data;", json);
        var again = bench.Result("return event.data;", once!);
        again.ShouldBe(once);
        JsonNode.Parse(once!)!["$type"]!.GetValue<string>().ShouldBe("object");
        JsonNode.DeepEquals(JsonNode.Parse(once!)!["value"], JsonNode.Parse(json)).ShouldBeTrue(once);
    });

    [EngineFact]
    public void A_wrapper_spelt_with_escapes_is_one() => Test(bench =>
        bench.Result("return event.data instanceof Date;", """{"\u0024type":"date","val\u0075e":"2026-01-02T03:04:05.006Z"}""").ShouldBe("true"));

    [EngineTheory]
    [InlineData("{ a: undefined, b: 1 }", """{"b":1}""")]
    [InlineData("[undefined, 1]", "[null,1]")]
    [InlineData("-0", "0")]
    [InlineData("new Date(0)", """{"$type":"date","value":"1970-01-01T00:00:00.000Z"}""")]
    [InlineData("[new Number(5), new String('s'), new Boolean(false)]", """[5,"s",false]""")]
    [InlineData("(function () { function P() { this.x = 1; } P.prototype.y = 2; return new P(); })()", """{"x":1}""")]
    [InlineData("{ inner: { toJSON: function (key) { return 'I am ' + key; } } }", """{"inner":"I am inner"}""")]
    [InlineData("{ when: { toJSON: function () { return new Date(0); } } }", """{"when":{"$type":"date","value":"1970-01-01T00:00:00.000Z"}}""")]
    [InlineData("(function () { var shared = { a: 1 }; return [shared, shared]; })()", """[{"a":1},{"a":1}]""")]
    [InlineData("Object.create(null)", "{}")]
    public void What_json_says_differently_is_stored_as_json_does(string expression, string expected) => Test(bench =>
        bench.Result($"return {expression};").ShouldBe(expected));

    [EngineFact]
    public void Values_of_older_databases_are_objects_that_can_be_read_but_not_changed() => Test(bench => bench.Result(
        "var d = event.data; d[0].seconds = 0; d[1].x = 0; d[2].name = ''; return [d[0].seconds, d[0].nanoseconds, d[1].x, d[1].z, d[2].name];",
        """[{"$type":"interval","value":[5,6]},{"$type":"vector","value":[1,2,3]},{"$type":"timezone","value":"UTC"}]""")
        .ShouldBe("""[5,6,1,3,"UTC"]"""));

    [EngineFact]
    public void Random_values_round_trip_through_storage_and_back()
    {
        Test(bench =>
        {
            var template = bench.Load("on('go', function (event) { kv.set('v', event.data); return kv.get('v'); });");
            for (var seed = 1; seed <= 500; seed++)
            {
                var json = RandomValues.Next(new Random(seed));
                var result = bench.Run(template, "go", json).ShouldBeOfType<ScriptOutcome.Completed>($"seed {seed}: {json}").ResultJson;
                JsonNode.DeepEquals(JsonNode.Parse(result!), JsonNode.Parse(json)).ShouldBeTrue($"seed {seed}: {json} became {result}");
            }
        });
    }
}
