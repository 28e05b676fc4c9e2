using System.Text.Json.Serialization;

namespace TemplateWorker.Runs.Text;

/// <summary>Generated serialisers for the small values that cross between runs and scripts.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string))]
internal sealed partial class RunsJsonContext : JsonSerializerContext;
