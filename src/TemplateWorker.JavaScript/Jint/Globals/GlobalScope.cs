using Jint;
using Jint.Native;
using Jint.Native.Object;
using TemplateWorker.JavaScript.Jint.Interpreter;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary>What the globals of one template share.</summary>
internal sealed class GlobalScope(Engine engine, ScriptErrors errors, HostDoor host, ScriptValueReader reader, ScriptValueWriter writer)
{
    private readonly Dictionary<string, ReadOnlyPrototype> _prototypes = new(StringComparer.Ordinal);
    private double[]? _limits;

    public Engine Engine => engine;

    public ScriptErrors Errors => errors;

    public HostDoor Host => host;

    public ScriptValueReader Reader => reader;

    public bool IsRunning => host.Phase == ScriptPhase.Run;

    /// <summary>Instantiates a shape that nothing can change.</summary>
    public ObjectInstance Create(JsObjectShape shape, object state, string name)
    {
        var instance = shape.Instantiate(engine, PrototypeOf(name));
        JsObjectShape.SetHostState(instance, state);
        instance.PreventExtensions();
        return instance;
    }

    private ReadOnlyPrototype PrototypeOf(string name)
    {
        if (!_prototypes.TryGetValue(name, out var prototype))
        {
            prototype = new ReadOnlyPrototype(engine, errors, name);
            _prototypes.Add(name, prototype);
        }

        return prototype;
    }

    /// <summary>Calls the host for a running handler and reads its answer.</summary>
    public JsValue Call(HostFunction function, string what, params ReadOnlySpan<string?> arguments) =>
        reader.Read(host.CallInRun(function, what, arguments));

    /// <summary>A value to store as JSON text; null for undefined.</summary>
    public string? WriteValue(JsValue value, string what) => IsRunning
        ? writer.Write(value, what, LimitOf(0), "ValueTooLarge")
        : writer.Write(value, what, ScriptValueWriter.MaxText);

    /// <summary>A value that is only compared with a stored one.</summary>
    public string? WriteExpected(JsValue value) => writer.Write(value, "expected", ScriptValueWriter.MaxText, IsRunning ? "ValueTooLarge" : null);

    /// <summary>The data of an event; undefined is null.</summary>
    public string WriteData(JsValue data) => (IsRunning
        ? writer.Write(data, "data", LimitOf(1), "EventTooLarge")
        : writer.Write(data, "data", ScriptValueWriter.MaxText)) ?? "null";

    /// <summary>The data of an action; undefined is null.</summary>
    public string WriteAction(JsValue data) => (IsRunning
        ? writer.Write(data, "data", LimitOf(2), "ActionTooLarge")
        : writer.Write(data, "data", ScriptValueWriter.MaxText)) ?? "null";

    /// <summary>The host counts bytes: it refuses some texts that are not longer than this.</summary>
    private int LimitOf(int index)
    {
        _limits ??= System.Text.Json.JsonSerializer.Deserialize<double[]>(host.Call(HostFunction.Limits)!)!;
        return (int)Math.Min(_limits[index], ScriptValueWriter.MaxText);
    }
}
