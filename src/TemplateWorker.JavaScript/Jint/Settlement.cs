using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>Follows the promise that a handler returned.</summary>
internal sealed class Settlement
{
    private Settlement()
    {
    }

    public bool IsFulfilled { get; private set; }

    public bool IsRejected { get; private set; }

    /// <summary>What it was settled with.</summary>
    public JsValue Value { get; private set; } = JsValue.Undefined;

    /// <summary>Whether a handler's result is to be waited for: a promise, or an object with a <c>then</c>.</summary>
    public static bool IsNeededFor(JsValue result) => result is ObjectInstance thenable && !result.IsCallable() && thenable.Get("then").IsCallable();

    /// <param name="engine">The interpreter.</param>
    /// <param name="promises">Its own functions.</param>
    /// <param name="result">What the handler returned.</param>
    public static Settlement Follow(Engine engine, PromiseFunctions promises, JsValue result)
    {
        var settlement = new Settlement();
        var fulfilled = new ClrFunction(engine, "fulfilled", (_, values) =>
        {
            settlement.IsFulfilled = true;
            settlement.Value = values.At(0);
            return JsValue.Undefined;
        });
        var rejected = new ClrFunction(engine, "rejected", (_, values) =>
        {
            settlement.IsRejected = true;
            settlement.Value = values.At(0);
            return JsValue.Undefined;
        });
        var promise = engine.Call(promises.Resolve, promises.Constructor, [result]);
        engine.Call(promises.Then, promise, [fulfilled, rejected]);
        return settlement;
    }
}

/// <summary>Promise functions of one interpreter, taken before a template can replace them.</summary>
internal sealed class PromiseFunctions
{
    public PromiseFunctions(Engine engine)
    {
        Constructor = engine.Global.Get("Promise");
        Resolve = Constructor.Get("resolve");
        Then = Constructor.Get("prototype").Get("then");
    }

    public JsValue Constructor { get; }

    public JsValue Resolve { get; }

    public JsValue Then { get; }
}
