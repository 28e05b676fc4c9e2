using System.Text.Json.Serialization;

namespace TemplateWorker.Hosting.Backups;

/// <summary>The JSON of <c>backup … --json</c> and <c>restore … --json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(BackupReport))]
internal sealed partial class BackupReportJson : JsonSerializerContext;
