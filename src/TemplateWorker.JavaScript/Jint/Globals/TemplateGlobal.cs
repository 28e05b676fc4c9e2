using System.Runtime.CompilerServices;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary><c>template</c>: what a template knows of itself.</summary>
internal sealed class TemplateGlobal(ScriptSource source, ScriptValueReader reader)
{
    private static readonly JsObjectShape Shape = new HostShape<TemplateGlobal>()
        .Value("name", template => template.Name)
        .Value("version", template => template.Version)
        .Value("settings", template => template.Settings)
        .Build();

    private JsValue Name => source.Template;

    private JsValue Version => source.Version;

    private JsValue Settings => Freeze(reader.Parse(source.Settings));

    public static ObjectInstance Create(GlobalScope scope, ScriptSource source) =>
        scope.Create(Shape, new TemplateGlobal(source, scope.Reader), "template");

    private static JsValue Freeze(JsValue value)
    {
        if (value is ObjectInstance container)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            foreach (var key in container.GetOwnPropertyKeys())
            {
                var isEnumerable = container.GetOwnProperty(key).Enumerable;
                container.DefineOwnProperty(
                    key, new PropertyDescriptor(Freeze(container.Get(key)), writable: false, enumerable: isEnumerable, configurable: false));
            }

            container.PreventExtensions();
        }

        return value;
    }
}
