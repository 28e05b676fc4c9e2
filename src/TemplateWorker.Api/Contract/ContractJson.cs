using System.Text.Json.Serialization;
using TemplateWorker.Api.Deliveries;
using TemplateWorker.Api.Events;
using TemplateWorker.Api.History;
using TemplateWorker.Api.Keys;
using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Schedules;
using TemplateWorker.Api.Templates;
using TemplateWorker.Api.Tenants;
using TemplateWorker.Api.Workers;

namespace TemplateWorker.Api.Contract;

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
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(ScheduleAnswer))]
[JsonSerializable(typeof(SchedulePageAnswer))]
[JsonSerializable(typeof(PolicyBody))]
[JsonSerializable(typeof(PolicyAnswer))]
[JsonSerializable(typeof(HistoryPageAnswer))]
[JsonSerializable(typeof(LogPageAnswer))]
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
