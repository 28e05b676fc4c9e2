namespace TemplateWorker.Demo.Api;

/// <summary>One attempt at a delivery, as the history shows it.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Template">The template.</param>
/// <param name="Outcome">Such as <c>done</c>.</param>
/// <param name="Reason">Why it failed; null when it did not.</param>
/// <param name="FinishedAt">When it was committed, by the database's clock.</param>
/// <param name="Worker">The process that ran it, and its number in the pool.</param>
internal sealed record RunRecord(Guid EventId, string Template, string Outcome, string? Reason, DateTimeOffset FinishedAt, string Worker)
{
    public const string Retry = "retry";

    /// <summary>Whether another attempt comes after it.</summary>
    public bool IsRepeated => Outcome == Retry;
}
