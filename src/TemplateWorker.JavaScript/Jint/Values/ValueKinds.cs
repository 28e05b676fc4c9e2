using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>Which built-in an object is made of.</summary>
internal static class ValueKinds
{
    // The interpreter has no public name for these types, and a template may rename everything that a script can ask.
    private static readonly Dictionary<Type, string> Unnamed = Probe();

    private static readonly Type ProxyType = Unnamed.Single(kind => kind.Value == "Proxy").Key;

    /// <summary>Its name, or null for plain objects, arrays, functions and instances of the template's classes.</summary>
    public static string? NameOf(ObjectInstance value) => value switch
    {
        JsObject or JsArray => null,
        JsDate => "Date",
        JsMap => "Map",
        JsSet => "Set",
        ErrorInstance => "Error",
        JsArrayBuffer => "ArrayBuffer",
        JsTypedArray array => NameOf(array),
        IJsPrimitive { PrimitiveValue: { } primitive } => NameOfPrimitive(primitive),
        _ => Unnamed.TryGetValue(value.GetType(), out var name) && value.GetType() != ProxyType ? name : null,
    };

    /// <summary>Anything that is asked of a proxy runs the template's code.</summary>
    public static bool IsProxy(ObjectInstance value) => value.GetType() == ProxyType;

    /// <summary>Whether an object or one of its prototypes is a proxy.</summary>
    public static bool HasProxy(ObjectInstance value)
    {
        for (var link = value; link is not null; link = link.Prototype)
        {
            if (IsProxy(link))
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(JsTypedArray array) =>
        array.IsUint8Array() ? "Uint8Array"
        : array.IsUint8ClampedArray() ? "Uint8ClampedArray"
        : array.IsInt8Array() ? "Int8Array"
        : array.IsUint16Array() ? "Uint16Array"
        : array.IsInt16Array() ? "Int16Array"
        : array.IsUint32Array() ? "Uint32Array"
        : array.IsInt32Array() ? "Int32Array"
        : array.IsFloat16Array() ? "Float16Array"
        : array.IsFloat32Array() ? "Float32Array"
        : array.IsFloat64Array() ? "Float64Array"
        : array.IsBigInt64Array() ? "BigInt64Array"
        : "BigUint64Array";

    private static string? NameOfPrimitive(JsValue primitive) =>
        primitive.IsNumber() ? "Number"
        : primitive.IsString() ? "String"
        : primitive.IsBoolean() ? "Boolean"
        : null;

    private static Dictionary<Type, string> Probe()
    {
        using var engine = new Engine();
        return new Dictionary<Type, string>
        {
            [engine.Evaluate("new Proxy({}, {})").GetType()] = "Proxy",
            [engine.Evaluate("new WeakMap()").GetType()] = "WeakMap",
            [engine.Evaluate("new WeakSet()").GetType()] = "WeakSet",
            [engine.Evaluate("new Promise(() => { })").GetType()] = "Promise",
        };
    }
}
