using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Schedules;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ScheduleBody))]
[JsonSerializable(typeof(ScheduleAnswer))]
[JsonSerializable(typeof(SchedulePageAnswer))]
internal sealed partial class SchedulesJson : JsonSerializerContext;
