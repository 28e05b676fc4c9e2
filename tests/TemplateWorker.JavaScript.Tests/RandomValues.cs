using System.Globalization;
using System.Text.Json;

namespace TemplateWorker.JavaScript.Tests;

/// <summary>Random values in the wire form, as an engine writes them.</summary>
internal static class RandomValues
{
    private static readonly string[] Keys = ["a", "b c", "", "$", "$type", "value", "__proto__", "constructor", "0", "7", "é", "😀", "toJSON_", "length"];
    private static readonly string[] Texts = ["", "x", "date", "2026-01-02T03:04:05.006Z", "\"\\\n\t\b", "é€😀", "\u2028\u2029", "$type", "\\u0041", " leading"];

    public static string Next(Random random) => Value(random, 4);

    private static string Value(Random random, int depth) => random.Next(depth > 0 ? 14 : 9) switch
    {
        0 => "null",
        1 => "true",
        2 => random.Next(-1000, 1000).ToString(CultureInfo.InvariantCulture),
        3 => (random.Next(-1000000, 1000000) / 1024.0).ToString("R", CultureInfo.InvariantCulture),
        4 => Text(random),
        5 => Wrap("date", JsonSerializer.Serialize(DateTimeOffset.FromUnixTimeMilliseconds(random.NextInt64(-60000000000000, 250000000000000))
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))),
        6 => Wrap("bigint", $"\"{random.NextInt64() - long.MaxValue / 2}{random.Next(1000, 9999)}\""),
        7 => Wrap("bytes", JsonSerializer.Serialize(Convert.ToBase64String(Bytes(random)))),
        8 => Wrap("vector", "[1,2.5,-3]"),
        9 or 10 => $"[{string.Join(',', Many(random, () => Value(random, depth - 1)))}]",
        11 => Wrap("map", $"[{string.Join(',', Many(random, () => $"[{Text(random)[..^1]}{random.NextInt64()}\",{Value(random, depth - 1)}]"))}]"),
        _ => Object(random, depth),
    };

    private static string Object(Random random, int depth)
    {
        var members = Keys.OrderBy(_ => random.Next()).Take(random.Next(5)).ToArray();
        var text = $"{{{string.Join(',', members.Select(key => $"{JsonSerializer.Serialize(key)}:{Value(random, depth - 1)}"))}}}";
        return members.Contains("$type") ? Wrap("object", text) : text;
    }

    private static string Wrap(string type, string value) => $$"""{"$type":"{{type}}","value":{{value}}}""";

    private static string Text(Random random) => JsonSerializer.Serialize(Texts[random.Next(Texts.Length)] + Texts[random.Next(Texts.Length)]);

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static string[] Many(Random random, Func<string> make) => Enumerable.Range(0, random.Next(5)).Select(_ => make()).ToArray();
}
