using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Deliveries;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeliveryPageAnswer))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(CountAnswer))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(LaneListAnswer))]
[JsonSerializable(typeof(LaneChangeAnswer))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(PolicyAnswer))]
internal sealed partial class DeliveriesJson : JsonSerializerContext;
