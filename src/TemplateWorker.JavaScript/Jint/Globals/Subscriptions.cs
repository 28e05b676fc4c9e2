using Jint;
using Jint.Native;
using Jint.Runtime;
using TemplateWorker.JavaScript.Jint.Interpreter;
using TemplateWorker.JavaScript.Jint.Values;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary><c>on</c>, and the handlers that it was given.</summary>
internal sealed class Subscriptions(ScriptErrors errors, HostDoor host)
{
    private readonly List<string> _names = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<JsValue> _handlers = [];

    /// <summary>The events in the order of their <c>on</c>.</summary>
    public IReadOnlyList<string> Names => _names;

    public JsValue Handler(int index) => _handlers[index];

    public JsValue On(JsValue[] arguments)
    {
        if (host.Phase != ScriptPhase.Load)
        {
            throw errors.Plain("on: handlers can only be registered while the template loads, not while one runs");
        }

        var name = errors.EventName(arguments.At(0), "on: the event name");
        var handler = arguments.At(1);
        if (!handler.IsCallable())
        {
            throw errors.Type($"on: the handler of {StorableText.Quote(name)} must be a function, was {ValueInspector.Inspect(handler)}");
        }

        if (!_known.Add(name))
        {
            throw errors.Plain($"on: {StorableText.Quote(name)} has a handler already; call the functions from one handler");
        }

        _names.Add(name);
        _handlers.Add(handler);
        return JsValue.Undefined;
    }
}
