using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.MeasuredOperations.Engine;

/// <summary>A host whose every key is a counter at 1: what remains is the cost of the call.</summary>
internal sealed class CounterHost : IScriptHost
{
    public string? Call(HostFunction function, ReadOnlySpan<string?> arguments) => function == HostFunction.KvIncrement ? "1" : null;
}
