using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TemplateWorker.Api.Replies;

/// <summary>A value as the body.</summary>
internal sealed record ValueReply<TValue>(int Status, TValue Value, JsonTypeInfo<TValue> Type) : Reply(Status)
{
    public override void Write(Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, Value, Type);
}
