using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Keys;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(KeyPageAnswer))]
internal sealed partial class KeysJson : JsonSerializerContext;
