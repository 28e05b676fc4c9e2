using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Events;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(TenantEventBody))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(AcceptedAnswer))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(EventStatusAnswer))]
internal sealed partial class EventsJson : JsonSerializerContext;
