using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Templates;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TemplateBody))]
[JsonSerializable(typeof(PublishedAnswer))]
[JsonSerializable(typeof(TemplateListAnswer))]
[JsonSerializable(typeof(TemplateAnswer))]
[JsonSerializable(typeof(ActivationBody))]
internal sealed partial class TemplatesJson : JsonSerializerContext;
