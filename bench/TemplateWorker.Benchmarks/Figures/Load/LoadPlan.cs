using System.Net;

namespace TemplateWorker.Benchmarks.Figures.Load;

/// <summary>What a load generator sends, and what it wants to hear.</summary>
internal sealed record LoadPlan
{
    public required IPEndPoint Server { get; init; }

    /// <summary>Whole requests, head and body; each is sent as often as it is drawn.</summary>
    public required IReadOnlyList<byte[]> Requests { get; init; }

    /// <summary>What the body of a good answer holds; empty when the status says it all.</summary>
    public required ReadOnlyMemory<byte> Proof { get; init; }

    /// <summary>The status of a good answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Keep-alive connections, each with one request at a time.</summary>
    public required int Clients { get; init; }
}
