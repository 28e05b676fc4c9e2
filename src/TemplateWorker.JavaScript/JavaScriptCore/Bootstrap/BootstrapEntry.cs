using TemplateWorker.JavaScript.Diagnostics;

namespace TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;

/// <summary>Indices into <see cref="BootstrapScript.Entries"/>.</summary>
internal enum BootstrapEntry
{
    /// <summary>() → the subscribed event names as a JSON array.</summary>
    Load,

    /// <summary>(handler index, event, context, result limit), both as text or parsed → result text, undefined, or true while a promise is open.</summary>
    Run,

    /// <summary>() → like <see cref="Run"/>, after the promise jobs ran.</summary>
    Settle,

    /// <summary>(thrown value) → the JSON text of a <see cref="ThrownValue"/>.</summary>
    Describe,

    /// <summary>(name, message) → an Error.</summary>
    MakeError,

    /// <summary>(promise, reason): logs an unhandled rejection.</summary>
    ReportRejection,
}
