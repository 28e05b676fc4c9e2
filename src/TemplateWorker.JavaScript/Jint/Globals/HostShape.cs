using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary>
/// Describes a frozen object whose members are code of the host. One description serves all interpreters of the process; a member's
/// function is made when a script first reads it. Members work without their object, as after <c>const { emit } = events</c>.
/// </summary>
/// <typeparam name="T">What the members work on, an instance for each object.</typeparam>
internal sealed class HostShape<T>
    where T : class
{
    private readonly JsObjectShape.Builder _builder = new();

    public HostShape<T> Method(string name, int length, Func<T, JsValue[], JsValue> body)
    {
        _builder.PerRealmSlot(name, target => Bind(target, name, length, body), enumerable: true, writable: false, configurable: false);
        return this;
    }

    public HostShape<T> Value(string name, Func<T, JsValue> make)
    {
        _builder.PerRealmSlot(name, target => make(StateOf(target)), enumerable: true, writable: false, configurable: false);
        return this;
    }

    /// <summary>A member that is computed at each reading, and refuses to be set.</summary>
    public HostShape<T> Getter(string name, Func<T, JsValue> read, Func<T, JavaScriptException> refuse)
    {
        _builder.Accessor(
            name,
            (self, _) => self is ObjectInstance target ? read(StateOf(target)) : JsValue.Undefined,
            (self, _) => self is ObjectInstance target ? throw refuse(StateOf(target)) : JsValue.Undefined,
            enumerable: true,
            configurable: false);
        return this;
    }

    public JsObjectShape Build() => _builder.Build();

    private static ClrFunction Bind(ObjectInstance target, string name, int length, Func<T, JsValue[], JsValue> body)
    {
        var state = StateOf(target);
        return new ClrFunction(target.Engine, name, (_, arguments) => body(state, arguments), length);
    }

    /// <summary>The object itself, or the one that it inherits the member from.</summary>
    private static T StateOf(ObjectInstance target)
    {
        for (var link = target; link is not null; link = link.Prototype)
        {
            if (JsObjectShape.GetHostState(link) is T state)
            {
                return state;
            }
        }

        throw new JavaScriptException(target.Engine.Intrinsics.TypeError, "A member of a global was called for another object");
    }
}
