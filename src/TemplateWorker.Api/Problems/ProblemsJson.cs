using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Problems;

/// <summary>Generated serializers of these bodies and answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(LineError[]))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class ProblemsJson : JsonSerializerContext;
