using System.Text.Json.Serialization;

namespace TemplateWorker.Http.Contract;

/// <summary>Generated serialisers of everything that bodies are made of.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(TenantEventBody))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(AcceptedAnswer))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(DeliveryPageAnswer))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(CountAnswer))]
[JsonSerializable(typeof(LaneListAnswer))]
[JsonSerializable(typeof(LaneChangeAnswer))]
[JsonSerializable(typeof(LineError[]))]
[JsonSerializable(typeof(TemplateBody))]
[JsonSerializable(typeof(PublishedAnswer))]
[JsonSerializable(typeof(TemplateListAnswer))]
[JsonSerializable(typeof(TemplateAnswer))]
[JsonSerializable(typeof(ActivationBody))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(KeyPageAnswer))]
[JsonSerializable(typeof(StateBody))]
[JsonSerializable(typeof(StateAnswer))]
[JsonSerializable(typeof(BanAnswer))]
[JsonSerializable(typeof(WorkerListAnswer))]
[JsonSerializable(typeof(RestartAnswer))]
[JsonSerializable(typeof(LivenessAnswer))]
[JsonSerializable(typeof(ReadinessAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class ContractJson : JsonSerializerContext;
