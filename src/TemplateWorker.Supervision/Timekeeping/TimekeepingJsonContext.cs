using System.Text.Json.Serialization;

namespace TemplateWorker.Supervision.Timekeeping;

/// <summary>JSON form of the payloads that timekeeping writes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StartupData))]
internal sealed partial class TimekeepingJsonContext : JsonSerializerContext;

/// <summary>The payload of the event <c>startup</c>.</summary>
internal sealed record StartupData(string Supervisor);
