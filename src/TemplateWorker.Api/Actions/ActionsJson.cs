using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Actions;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ActionAnswer))]
[JsonSerializable(typeof(ActionPageAnswer))]
[JsonSerializable(typeof(ActionCountAnswer))]
[JsonSerializable(typeof(ClaimAnswer))]
[JsonSerializable(typeof(HeldAnswer))]
[JsonSerializable(typeof(PullBody))]
[JsonSerializable(typeof(RouteAnswer))]
[JsonSerializable(typeof(RoutePageAnswer))]
[JsonSerializable(typeof(RouteBody))]
internal sealed partial class ActionsJson : JsonSerializerContext;
