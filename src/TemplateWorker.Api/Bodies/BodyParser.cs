namespace TemplateWorker.Api.Bodies;

/// <summary>Reads a body.</summary>
/// <exception cref="BadJsonException">It is not what it should be.</exception>
/// <exception cref="System.Text.Json.JsonException">It is not JSON.</exception>
internal delegate TValue BodyParser<out TValue>(ReadOnlyMemory<byte> utf8);
