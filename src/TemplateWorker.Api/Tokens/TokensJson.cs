using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Tokens;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(TokenPageAnswer))]
[JsonSerializable(typeof(NewTokenAnswer))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(RotateBody))]
internal sealed partial class TokensJson : JsonSerializerContext;
