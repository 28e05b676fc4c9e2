namespace TemplateWorker.Storage.Runs;

/// <summary>
/// What one template answered to an event that carried an idempotency key. It is recorded with the run's writes, so a
/// caller that lost its answer gets this one, and the effect stays there once.
/// </summary>
public sealed record IdempotencyEntry
{
    /// <summary>The most bytes, in UTF-8, of <see cref="Key"/>.</summary>
    public const int MaxKeyBytes = 255;

    /// <summary>The key that the caller chose; with the tenant and <see cref="Template"/> it names the entry.</summary>
    public required string Key { get; init; }

    /// <summary>The template that ran.</summary>
    public required string Template { get; init; }

    /// <summary>The id of the event when it was first run; a repetition answers with it.</summary>
    public required Guid EventId { get; init; }

    /// <summary>Tells whether a repetition carries the same event. The caller chooses the hash.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>All templates that the event was for when it was first run, so that a half-done event can be completed.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>The answer as JSON text; it is given back as it was written, to the character.</summary>
    public required string ResultJson { get; init; }
}
