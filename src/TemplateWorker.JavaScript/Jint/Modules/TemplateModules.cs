using Jint;
using Jint.Native;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Jint.Interpreter;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>CommonJS within the files of one template.</summary>
internal sealed class TemplateModules(Engine engine, ScriptErrors errors, ScriptValueReader reader, ScriptSource source)
{
    private const int MaxShownName = 256;

    private static readonly JsObjectLayout ModuleLayout = new("id", "exports", "loaded");

    private readonly Dictionary<string, JsObject> _modules = new(StringComparer.Ordinal);

    // While these are held, other interpreters of the process find them.
    private readonly List<PreparedScript> _scripts = [];
    private bool _probesGenerators;
    private JsValue? _syntaxFault;
    private string? _syntaxFaultFile;

    public JsValue Load(string path)
    {
        if (_modules.TryGetValue(path, out var loaded))
        {
            return loaded.Get("exports");
        }

        var module = JsObject.Create(engine, ModuleLayout, [path, new JsObject(engine), JsBoolean.False]);
        _modules.Add(path, module);
        var isComplete = false;
        try
        {
            Run(path, module);
            isComplete = true;
        }
        finally
        {
            if (!isComplete)
            {
                _modules.Remove(path);
            }
        }

        module.Set("loaded", JsBoolean.True);
        return module.Get("exports");
    }

    /// <summary>The file whose parsing threw this value; null when it is not the last such error.</summary>
    public string? UnparsableFile(JsValue thrown) => ReferenceEquals(thrown, _syntaxFault) ? _syntaxFaultFile : null;

    private void Run(string path, JsObject module)
    {
        if (FileKind.IsJson(path))
        {
            module.Set("exports", ReadJson(path));
            return;
        }

        var body = Compile(path);
        var exports = module.Get("exports");
        engine.Call(body, exports, [exports, RequireOf(path), module, path]);
    }

    private ClrFunction RequireOf(string from) => new(engine, "require", (_, arguments) => Require(arguments.At(0), from), 1);

    private JsValue Require(JsValue request, string from)
    {
        if (!request.IsString() || request.AsString() is not { Length: > 0 } name)
        {
            throw errors.Type($"require: the module name must be a non-empty string, was {ValueInspector.Inspect(request)}");
        }

        if (ModulePath.Resolve(name, from, source.Files, out var reason) is { } path)
        {
            return FileKind.IsConverted(from) && _modules.TryGetValue(path, out var begun) && begun.Get("loaded") == JsBoolean.False && begun.Get("exports").IsObject()
                ? new UnfinishedExports(engine, errors, begun, path, from)
                : Load(path);
        }

        var error = errors.Plain($"Cannot find module {StorableText.Quote(Excerpt.Of(name, MaxShownName))} required in {from}: {reason}");
        error.Error.AsObject().FastSetDataProperty("code", "MODULE_NOT_FOUND");
        throw error;
    }

    private JsValue Compile(string path)
    {
        try
        {
            var prepared = PreparedScripts.Of(path, source.CodeOf(path));
            _scripts.Add(prepared);
            if (prepared.HasGenerators && !_probesGenerators)
            {
                _probesGenerators = true;
                GeneratorProbe.Install(engine, errors);
            }

            return engine.Evaluate(prepared.Script);
        }
        catch (SourceFault fault)
        {
            var error = errors.Syntax(fault.Message);
            error.Error.AsObject().FastSetProperty("line", new PropertyDescriptor(fault.Line, PropertyFlag.NonEnumerable));
            throw Remember(error, path);
        }
    }

    private JsValue ReadJson(string path)
    {
        try
        {
            return reader.Parse(source.Files[path]);
        }
        catch (JavaScriptException fault)
        {
            throw Remember(fault, path);
        }
    }

    private JavaScriptException Remember(JavaScriptException fault, string path)
    {
        _syntaxFault = fault.Error;
        _syntaxFaultFile = path;
        return fault;
    }
}
