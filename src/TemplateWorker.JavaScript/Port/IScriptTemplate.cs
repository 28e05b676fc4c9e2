namespace TemplateWorker.JavaScript.Port;

/// <summary>A loaded template: its global object, its modules and its handlers.</summary>
internal interface IScriptTemplate : IDisposable
{
    /// <summary>The events that <c>on</c> named during the load, in that order, each once.</summary>
    IReadOnlyList<string> Subscriptions { get; }

    /// <summary>
    /// False once a run was terminated in the middle, so that the template's state is arbitrary, or once what it keeps
    /// from run to run is more than <see cref="ScriptLimits.HeapBytes"/>: it must be disposed and loaded again before
    /// the next run. What a completed run returned stands.
    /// </summary>
    bool IsUsable { get; }

    /// <summary>
    /// Runs the handler of <see cref="ScriptCall.EventName"/> to its end, promises included. A cancelled token ends
    /// it like a limit does, at the watchdog's next tick.
    /// </summary>
    ScriptOutcome Run(ScriptCall call, IScriptHost host, ScriptLimits limits, CancellationToken cancellationToken);
}
