namespace TemplateWorker.JavaScript.Port;

/// <summary>The named reasons of the engine; the author, the HTTP answer and the logs show these names.</summary>
internal enum ScriptFailureReason
{
    /// <summary>The script threw, or its promise was rejected.</summary>
    ScriptError,

    /// <summary>The script threw a <c>RetryLater</c>: the next attempt is to wait as long as it says.</summary>
    RetryLater,

    /// <summary>The script threw a <c>Permanent</c>: no further attempt can succeed.</summary>
    Permanent,

    /// <summary>A file does not parse.</summary>
    SyntaxError,

    /// <summary>The template has no handler for the event.</summary>
    NoHandler,

    /// <summary>The handler's promise can never settle: nothing is left that could resolve it.</summary>
    NeverSettles,

    /// <summary>The result cannot be said in JSON (a function, a cycle, NaN, …).</summary>
    ResultNotSerializable,

    ResultTooLarge,
    TimeLimit,
    CpuLimit,
    HeapLimit,

    /// <summary>The caller gave up waiting, or the tenant was dropped.</summary>
    Cancelled,
}
