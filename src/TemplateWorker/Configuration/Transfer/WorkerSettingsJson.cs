using System.Text.Json.Serialization;

namespace TemplateWorker.Configuration.Transfer;

/// <summary>The JSON form of <see cref="WorkerSettings"/>. Both ends are one binary, so an unknown member is an error.</summary>
[JsonSourceGenerationOptions(
    Converters = [typeof(SecretJsonConverter), typeof(TenantIdJsonConverter)],
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(WorkerSettings))]
internal sealed partial class WorkerSettingsJson : JsonSerializerContext;
