using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemplateWorker.Configuration.Transfer;

/// <summary>Writes a tenant in its text form, as a value and as the key of a map.</summary>
internal sealed class TenantIdJsonConverter : JsonConverter<TenantId>
{
    /// <inheritdoc/>
    public override TenantId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TenantId.TryParse(reader.GetString(), out var tenant) ? tenant : throw new JsonException("A tenant is not of the form type:id.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TenantId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    /// <inheritdoc/>
    public override TenantId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, TenantId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString());
}
