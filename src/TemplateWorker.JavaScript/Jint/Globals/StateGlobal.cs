using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary><c>state</c>: the tenant's state.</summary>
internal sealed class StateGlobal(GlobalScope scope)
{
    private static readonly JsObjectShape Shape = new HostShape<StateGlobal>()
        .Getter("data", state => state.Read(HostFunction.StateData, "state.data"), state => state.Refuse("data"))
        .Getter("events", state => state.Read(HostFunction.StateEvents, "state.events"), state => state.Refuse("events"))
        .Method("update", 1, (state, arguments) => state.Update(arguments.At(0)))
        .Build();

    public static ObjectInstance Create(GlobalScope scope) => scope.Create(Shape, new StateGlobal(scope), "state");

    private JavaScriptException Refuse(string member) => scope.Errors.Type(ReadOnlyGlobals.Message("state", member));

    private JsValue Read(HostFunction function, string what) => scope.Call(function, what);

    private JsValue Update(JsValue change)
    {
        if (!change.IsCallable())
        {
            throw scope.Errors.Type($"state.update: the argument must be a function, was {ValueInspector.Inspect(change)}");
        }

        var data = Read(HostFunction.StateData, "state.update");
        var changed = scope.Engine.Call(change, JsValue.Undefined, [data]);
        if (changed.IsPromise())
        {
            throw scope.Errors.Type("state.update: the function must not be async; await before the update");
        }

        data = changed.IsUndefined() ? data : changed;
        scope.Host.CallInRun(HostFunction.StateSet, "state.update", scope.WriteValue(data, "data"));
        return data;
    }
}
