using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>Functions of the language that have another body here.</summary>
internal static class BuiltIn
{
    /// <summary>Replaces a function before any code of a template runs; nothing happens where the language has none of that name.</summary>
    /// <param name="engine">The interpreter.</param>
    /// <param name="owner">The object that has the function.</param>
    /// <param name="name">Its name.</param>
    /// <param name="length">The number of its parameters, as its <c>length</c> says.</param>
    /// <param name="body">Gets the replaced function, <c>this</c> and the arguments.</param>
    public static void Replace(Engine engine, ObjectInstance owner, string name, int length, Func<Function, JsValue, JsValue[], JsValue> body)
    {
        if (owner.Get(name) is Function original)
        {
            var replacement = new ClrFunction(engine, name, (self, arguments) => body(original, self, arguments), length);
            owner.FastSetProperty(name, new PropertyDescriptor(replacement, writable: true, enumerable: false, configurable: true));
        }
    }
}
