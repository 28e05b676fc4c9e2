namespace TemplateWorker.JavaScript.Port;

/// <summary>One handler call.</summary>
internal sealed record ScriptCall
{
    public required string EventName { get; init; }

    /// <summary>JSON object <c>{"id","name","data"}</c>: the handler's first argument.</summary>
    public required string EventJson { get; init; }

    /// <summary>JSON object <c>{"runId","attempt","tenant","deadline"}</c> (deadline in milliseconds since 1970): the handler's second argument, and the global <c>ctx</c>.</summary>
    public required string ContextJson { get; init; }
}
