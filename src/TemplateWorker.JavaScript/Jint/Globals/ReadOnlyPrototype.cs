using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Jint.Interpreter;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary>The prototype of an unchangeable object, which refuses what would be added to it: without it, code that is not strict learns nothing.</summary>
internal sealed class ReadOnlyPrototype : ObjectInstance
{
    private readonly ScriptErrors _errors;
    private readonly string _name;

    public ReadOnlyPrototype(Engine engine, ScriptErrors errors, string name)
        : base(engine)
    {
        _errors = errors;
        _name = name;
        Prototype = engine.Intrinsics.Object.PrototypeObject;
    }

    /// <exception cref="JavaScriptException">It is for the unchangeable object.</exception>
    public override bool Set(JsValue property, JsValue value, JsValue receiver) =>
        receiver is not ObjectInstance { Extensible: false } || ReferenceEquals(receiver, this)
            ? base.Set(property, value, receiver)
            : throw _errors.Type(ReadOnlyGlobals.Message(_name, property.ToString()));
}
