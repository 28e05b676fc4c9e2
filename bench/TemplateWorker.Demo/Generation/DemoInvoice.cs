using System.Text.Json.Nodes;

namespace TemplateWorker.Demo.Generation;

/// <summary>An invoice that was sent, and what is still to be paid in minor units of its currency.</summary>
internal sealed class DemoInvoice
{
    public required string Id { get; init; }

    public required string Currency { get; init; }

    /// <summary>The event's payload, to send it again.</summary>
    public required JsonObject Payload { get; init; }

    public required int Unpaid { get; set; }
}
