using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Jint.Interpreter;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>The exports of a module for one in a cycle with it. See <see cref="ImportCycle"/>.</summary>
internal sealed class UnfinishedExports(Engine engine, ScriptErrors errors, JsObject module, string path, string from) : ObjectInstance(engine)
{
    private ObjectInstance Exports => (ObjectInstance)module.Get("exports");

    public override JsValue Get(JsValue property, JsValue receiver)
    {
        if (property.IsString() && !Exports.HasProperty(property))
        {
            Require(property.AsString());
        }

        return Exports.Get(property);
    }

    public override bool Set(JsValue property, JsValue value, JsValue receiver) => Exports.Set(property, value);

    public override bool HasProperty(JsValue property) => Exports.HasProperty(property);

    public override PropertyDescriptor GetOwnProperty(JsValue property) => Exports.GetOwnProperty(property);

    public override List<JsValue> GetOwnPropertyKeys(Types types = Types.String | Types.Symbol)
    {
        Require("*");
        return Exports.GetOwnPropertyKeys(types);
    }

    private void Require(string name)
    {
        if (name != ImportCycle.Marker && module.Get("loaded") == JsBoolean.False)
        {
            throw errors.Reference(ImportCycle.Message(name, path, from));
        }
    }
}
