using TemplateWorker.Api.Problems;
using TemplateWorker.Api.Replies;

namespace TemplateWorker.Api.Events;

/// <summary>The results of an event's runs.</summary>
internal sealed record EventAnswer
{
    /// <summary>The event's id; a repeat under the same idempotency key has the same.</summary>
    public required Guid EventId { get; init; }

    /// <summary>One for each template that subscribes to the event.</summary>
    public required IReadOnlyList<RunAnswer> Results { get; init; }
}

/// <summary>How one run ended.</summary>
internal sealed record RunAnswer
{
    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The version that ran.</summary>
    public required int Version { get; init; }

    /// <summary><c>completed</c>, and its writes are committed; or <c>failed</c>, and nothing of it is.</summary>
    public required string Outcome { get; init; }

    /// <summary>What the handler returned; null when it returned nothing or failed.</summary>
    public required RawJson? Value { get; init; }

    /// <summary>Why it failed; null when it completed.</summary>
    public required RunErrorAnswer? Error { get; init; }

    /// <summary>How often it was repeated because concurrent writes changed what it had read.</summary>
    public required int Repeats { get; init; }

    /// <summary>Milliseconds from its start to its end, repeats included.</summary>
    public required double WallMs { get; init; }

    /// <summary>Milliseconds of CPU time, repeats included.</summary>
    public required double CpuMs { get; init; }
}

/// <summary>Why a run failed.</summary>
/// <param name="Reason">The name of the reason, from <c>docs/templates.md</c>.</param>
/// <param name="Message">For the template's author.</param>
/// <param name="Stack">The script's stack; null when unknown.</param>
internal sealed record RunErrorAnswer(string Reason, string Message, string? Stack);

/// <summary>Confirms that an event is stored.</summary>
/// <param name="EventId">The event's id; a repeat under the same idempotency key has the same.</param>
/// <param name="Deliveries">How many templates get it.</param>
internal sealed record AcceptedAnswer(Guid EventId, int Deliveries);

/// <summary>The outcome of many events.</summary>
/// <param name="Accepted">How many were stored now.</param>
/// <param name="Repeated">How many were already stored under the same idempotency key.</param>
/// <param name="Deliveries">How many deliveries were made now.</param>
/// <param name="Failed">How many were refused.</param>
/// <param name="Errors">The first 100 of them.</param>
internal sealed record BulkAnswer(int Accepted, int Repeated, int Deliveries, int Failed, IReadOnlyList<LineError> Errors);
