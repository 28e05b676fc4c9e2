using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TemplateWorker.Api.Replies;

/// <summary>204 without a body.</summary>
internal sealed record NoContent() : Reply(StatusCodes.Status204NoContent)
{
    public static readonly NoContent Instance = new();

    public override bool HasBody => false;

    public override void Write(Utf8JsonWriter writer) => throw new InvalidOperationException("There is no body.");
}
