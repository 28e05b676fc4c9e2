using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>The JSON of <c>migrations … --json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(RepairReport))]
[JsonSerializable(typeof(PlanReport))]
[JsonSerializable(typeof(ApplyReport))]
[JsonSerializable(typeof(BaselineReport))]
[JsonSerializable(typeof(UndoReport))]
[JsonSerializable(typeof(SchemaReport))]
[JsonSerializable(typeof(CheckReport))]
internal sealed partial class MigrationsJson : JsonSerializerContext
{
    /// <summary>SQL is readable in it.</summary>
    public static MigrationsJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
