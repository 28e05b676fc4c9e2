namespace TemplateWorker.Storage.Deliveries;

/// <summary>How an attempt at a delivery failed; kept with the delivery, the last <see cref="MostKept"/> of them.</summary>
public sealed record AttemptFailure
{
    /// <summary>How many of them a delivery's row keeps.</summary>
    public const int MostKept = 20;

    /// <summary>The named reason, such as <c>CpuLimit</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>For the author.</summary>
    public required string Message { get; init; }

    /// <summary>The script's stack; null when there is none.</summary>
    public string? Stack { get; init; }

    /// <summary>The worker, such as <c>host:4711/0</c>.</summary>
    public required string Worker { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Wall { get; init; }
}
