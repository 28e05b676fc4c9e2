using System.Text.Json;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>A context in which a template's entry file has run.</summary>
internal sealed class JavaScriptCoreTemplate : IScriptTemplate
{
    private readonly JavaScriptCoreHeap _heap;
    private readonly HandlerTable _handlers;
    private bool _disposed;

    public JavaScriptCoreTemplate(JavaScriptCoreHeap heap, JavaScriptCoreContext context, string subscriptionsJson)
    {
        _heap = heap;
        Context = context;
        _handlers = new HandlerTable(JsonSerializer.Deserialize<string[]>(subscriptionsJson)!);
    }

    public JavaScriptCoreContext Context { get; }

    public IReadOnlyList<string> Subscriptions => _handlers.Names;

    public bool IsUsable => !_disposed && Context.IsUsable;

    public ScriptOutcome Run(ScriptCall call, IScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _heap.CheckThread();
        if (!IsUsable)
        {
            throw new InvalidOperationException("The template was terminated during a run; load it again.");
        }

        if (_handlers.Find(call.EventName) is not { } index)
        {
            return HandlerTable.NoHandler(call.EventName);
        }

        var completion = Context.Run(index, call, host, limits, cancellationToken);
        var wall = _heap.Guard.Wall;
        var cpu = _heap.Guard.Cpu;
        return completion.Failure is { } fault
            ? new ScriptOutcome.Failed(fault) { Wall = wall, Cpu = cpu }
            : new ScriptOutcome.Completed(completion.Json) { Wall = wall, Cpu = cpu };
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _heap.CheckThread();
        _disposed = true;
        _heap.Forget(this);
        Context.Dispose();
    }
}
