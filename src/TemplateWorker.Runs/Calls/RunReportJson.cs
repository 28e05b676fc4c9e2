using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemplateWorker.Runs.Calls;

/// <summary>The form in which a report is recorded under an idempotency key.</summary>
internal static partial class RunReportJson
{
    public static string Write(RunReport report) => JsonSerializer.Serialize(report, Context.Default.RunReport);

    public static RunReport Read(string json) => JsonSerializer.Deserialize(json, Context.Default.RunReport)!;

    [JsonSerializable(typeof(RunReport))]
    [JsonSourceGenerationOptions(
        PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    private sealed partial class Context : JsonSerializerContext;
}
