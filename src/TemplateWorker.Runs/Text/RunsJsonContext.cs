using System.Text.Json.Serialization;

namespace TemplateWorker.Runs.Text;

/// <summary>Source-generated serialisers for values between runs and scripts.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string))]
internal sealed partial class RunsJsonContext : JsonSerializerContext;
