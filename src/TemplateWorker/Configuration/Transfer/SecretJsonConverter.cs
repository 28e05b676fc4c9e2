using System.Text.Json;
using System.Text.Json.Serialization;
using TemplateWorker.Storage;

namespace TemplateWorker.Configuration.Transfer;

/// <summary>Writes a secret in clear text. Not attached to <see cref="Secret"/>, so that only a context that names this converter reveals secrets.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("A secret is null."));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(value.Reveal());
}
