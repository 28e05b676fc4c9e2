using System.Globalization;
using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Expectations;

/// <summary>The stored form of what JSON cannot say: <c>{"$type", "value"}</c>.</summary>
internal static class WrappedValue
{
    public static JsonObject Date(string iso) =>
        Wrap("date", DateTimeOffset.Parse(iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    /// <summary>The time in a wrapped date.</summary>
    public static DateTimeOffset ToDate(JsonNode wrapped) => DateTimeOffset.Parse(wrapped["value"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    public static JsonObject BigInt(Int128 value) => Wrap("bigint", value.ToString(CultureInfo.InvariantCulture));

    public static JsonObject Bytes(ReadOnlySpan<byte> bytes) => Wrap("bytes", Convert.ToBase64String(bytes));

    /// <summary>The number in a wrapped bigint, 0 when there is none.</summary>
    public static Int128 ToNumber(JsonNode? wrapped) =>
        wrapped is null ? 0 : Int128.Parse(wrapped["value"]!.GetValue<string>(), CultureInfo.InvariantCulture);

    private static JsonObject Wrap(string type, string value) => new() { ["$type"] = type, ["value"] = value };
}
