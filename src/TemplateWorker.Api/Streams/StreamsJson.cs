using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Streams;

/// <summary>Generated serializers of what streams show.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ArrivedItem))]
internal sealed partial class StreamsJson : JsonSerializerContext;
