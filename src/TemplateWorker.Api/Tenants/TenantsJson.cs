using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Tenants;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(BanAnswer))]
[JsonSerializable(typeof(UsageAnswer))]
[JsonSerializable(typeof(SuspensionBody))]
[JsonSerializable(typeof(SuspensionAnswer))]
[JsonSerializable(typeof(SuspensionPageAnswer))]
internal sealed partial class TenantsJson : JsonSerializerContext;
