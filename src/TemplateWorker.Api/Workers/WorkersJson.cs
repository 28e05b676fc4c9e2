using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Workers;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(WorkerListAnswer))]
[JsonSerializable(typeof(RestartAnswer))]
[JsonSerializable(typeof(LivenessAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
internal sealed partial class WorkersJson : JsonSerializerContext;
