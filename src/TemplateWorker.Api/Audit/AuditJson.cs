using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Audit;

/// <summary>Generated serializers of these answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AuditPageAnswer))]
internal sealed partial class AuditJson : JsonSerializerContext;
