using System.Text.Json.Serialization;

namespace TemplateWorker.Api.Replies;

/// <summary>Any JSON value.</summary>
/// <param name="Text">Its text, well-formed.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(string Text);
