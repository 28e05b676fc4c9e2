namespace TemplateWorker.Runs.Calls;

/// <summary>Why a run failed: what the author, the HTTP answer and the logs show.</summary>
/// <param name="Reason">A name from <c>docs/templates.md</c>, "Reasons".</param>
/// <param name="Message">In words for the template's author.</param>
/// <param name="Stack">The script's stack, with the template's file names; null when there is none.</param>
internal sealed record RunFailure(string Reason, string Message, string? Stack)
{
    /// <summary>What the run had read was changed by others during every repetition.</summary>
    public const string Conflict = "Conflict";

    /// <summary>The database refused what the run wrote.</summary>
    public const string WriteRejected = "WriteRejected";

    /// <summary>The template was deleted between the first call with an idempotency key and its repeat.</summary>
    public const string TemplateGone = "TemplateGone";
}
