using Jint.Native;
using Jint.Native.Object;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary><c>console</c>: the template's log.</summary>
internal sealed class ConsoleGlobal(GlobalScope scope)
{
    private static readonly JsObjectShape Shape = new HostShape<ConsoleGlobal>()
        .Method("debug", 0, (console, values) => console.Log("debug", values))
        .Method("log", 0, (console, values) => console.Log("info", values))
        .Method("info", 0, (console, values) => console.Log("info", values))
        .Method("warn", 0, (console, values) => console.Log("warn", values))
        .Method("error", 0, (console, values) => console.Log("error", values))
        .Build();

    public static ObjectInstance Create(GlobalScope scope) => scope.Create(Shape, new ConsoleGlobal(scope), "console");

    private JsValue Log(string level, JsValue[] values)
    {
        scope.Host.Call(HostFunction.Log, level, ValueInspector.InspectAll(values));
        return JsValue.Undefined;
    }
}
