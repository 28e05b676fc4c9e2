using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>JSON text that is already serialized.</summary>
internal sealed record TextReply(ReadOnlyMemory<byte> Utf8Json) : Reply(StatusCodes.Status200OK)
{
    public override void Write(Utf8JsonWriter writer) => writer.WriteRawValue(Utf8Json.Span, skipInputValidation: true);
}
