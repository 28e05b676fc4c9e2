using System.Text.Json.Serialization;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.Runs.Calls;

/// <summary>Why a run failed, as shown to the template's author, in HTTP answers and in logs.</summary>
/// <param name="Reason">A name from <c>docs/templates.md</c>, "Reasons".</param>
/// <param name="Message">The cause in words for the template's author.</param>
/// <param name="Stack">The script's stack with the template's file names; null when there is none.</param>
public sealed record RunFailure(string Reason, string Message, string? Stack)
{
    /// <summary>Concurrent changes invalidated what the run had read, in every attempt.</summary>
    public const string Conflict = "Conflict";

    /// <summary>The database rejected what the run wrote.</summary>
    public const string WriteRejected = "WriteRejected";

    /// <summary>The template was deleted between the first call with an idempotency key and its repeat.</summary>
    public const string TemplateGone = "TemplateGone";

    /// <summary>An internal error of the worker ended the run; the worker's log has the cause.</summary>
    public const string InternalFault = "InternalFault";

    /// <summary>How long the next attempt is to wait, from 0 to 7 days; null when the template does not say.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the template says that no further attempt can succeed.</summary>
    [JsonIgnore]
    public bool IsPermanent => Reason == nameof(ScriptFailureReason.Permanent);

    /// <summary>
    /// Whether the template itself ended the run so, and would again. Everything else may end differently when it is repeated: a limit, a conflict, a full queue, an
    /// internal error, and what the template itself wants to be repeated.
    /// </summary>
    public bool IsOfTemplate => Reason is nameof(ScriptFailureReason.ScriptError)
        or nameof(ScriptFailureReason.Permanent)
        or nameof(ScriptFailureReason.SyntaxError)
        or nameof(ScriptFailureReason.NoHandler)
        or nameof(ScriptFailureReason.NeverSettles)
        or nameof(ScriptFailureReason.ResultNotSerializable);
}
