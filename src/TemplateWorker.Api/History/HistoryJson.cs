using System.Text.Json.Serialization;

namespace TemplateWorker.Api.History;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(HistoryPageAnswer))]
[JsonSerializable(typeof(LogPageAnswer))]
internal sealed partial class HistoryJson : JsonSerializerContext;
