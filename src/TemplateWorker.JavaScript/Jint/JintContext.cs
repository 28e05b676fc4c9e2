using System.Text;
using Jint;
using Jint.Native;
using Jint.Parser;
using Jint.Runtime;
using Jint.Runtime.Interop;
using TemplateWorker.JavaScript.Bootstrap;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>One interpreter with the bootstrap in it.</summary>
internal sealed class JintContext : IDisposable
{
    // Deep enough for real code; an interpreter's call takes kilobytes of the thread's stack, and its overflow the process.
    private const int MaxRecursion = 200;

    // Code from text could not be told from the template's own in errors, and JavaScriptCore refuses it as well.
    private const string DisableEval = """
        (function (global) {
          function refuse() { throw new EvalError('Code cannot be made from text in a template'); }
          refuse.prototype = Function.prototype;
          Object.defineProperty(Function.prototype, 'constructor', { value: refuse, writable: true, enumerable: false, configurable: true });
          global.Function = refuse;
          global.eval = refuse;
        })
        """;

    private static readonly ScriptFailure Unreadable = new()
    {
        Reason = ScriptFailureReason.ScriptError,
        Message = "The script threw a value that is not an Error and cannot be read.",
    };

    private readonly ScriptSource _source;
    private readonly Engine _engine;
    private readonly JsValue[] _entries;
    private Options? _options;
    private IScriptHost? _host;
    private Exception? _hostFault;

    public JintContext(ScriptSource source)
    {
        _source = source;
        _engine = new Engine(options => _options = options.LimitRecursion(MaxRecursion).LocalTimeZone(TimeZoneInfo.Utc));
        JintDate.Repair(_engine);
        Guard = new JintGuard(Stop);
        var arguments = new JsValue[]
        {
            _engine.Global,
            new ClrFunctionInstance(_engine, (_, values) => CallHost(values)),
            BootstrapScript.Describe(source),
        };
        var bootstrap = Evaluate(BootstrapScript.Source, BootstrapScript.Url).Invoke(arguments).AsObject();
        _entries = [.. BootstrapScript.Entries.Select(name => bootstrap.Get(name))];
        Evaluate(DisableEval, BootstrapScript.Url).Invoke(_engine.Global);
    }

    public JintGuard Guard { get; }

    /// <summary>False once the template was terminated: its objects may be in any state.</summary>
    public bool IsUsable { get; private set; } = true;

    public ScriptCompletion Load(IScriptHost host, ScriptLimits limits) =>
        Enter(host, limits, () => Entry(BootstrapEntry.Load), CancellationToken.None);

    public ScriptCompletion Run(int handler, ScriptCall call, IScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        var completion = Enter(host, limits, () => Entry(
            BootstrapEntry.Run,
            (double)handler,
            BootstrapScript.Mark(call.EventJson),
            call.ContextJson,
            (double)limits.ResultBytes), cancellationToken);
        return completion.Json is { } json && Encoding.UTF8.GetByteCount(json) > limits.ResultBytes
            ? new ScriptCompletion(null, Failures.Breach(ScriptFailureReason.ResultTooLarge, limits))
            : completion;
    }

    public void Dispose() => Guard.Dispose();

    private ScriptCompletion Enter(IScriptHost host, ScriptLimits limits, Func<JsValue> call, CancellationToken cancellationToken)
    {
        _host = host;
        _hostFault = null;
        Guard.Begin(limits, cancellationToken);
        ScriptCompletion completion;
        try
        {
            var result = call();
            completion = new ScriptCompletion(result.IsUndefined() ? null : result.AsString(), null);
        }
        catch (JavaScriptException thrown)
        {
            completion = new ScriptCompletion(null, Describe(thrown));
        }
        catch (RecursionDepthOverflowException)
        {
            // Unlike an error of the script it passed every catch, and left the interpreter in the middle of its calls.
            IsUsable = false;
            completion = new ScriptCompletion(null, new ScriptFailure
            {
                Reason = ScriptFailureReason.ScriptError,
                Message = $"RangeError: the call stack is deeper than {MaxRecursion} calls",
            });
        }
        catch (Exception) when (Guard.Stopped is not null)
        {
            completion = default;
        }
        catch (ArgumentException)
        {
            // Jint reads the message of a thrown object as a string, and fails when it is not one.
            IsUsable = false;
            completion = new ScriptCompletion(null, Unreadable);
        }
        catch (Exception fault)
        {
            // A defect of the interpreter, found by a script: it is the script that has to go.
            IsUsable = false;
            completion = new ScriptCompletion(null, new ScriptFailure
            {
                Reason = ScriptFailureReason.ScriptError,
                Message = Failures.Cut($"The interpreter failed: {fault.Message}"),
            });
        }
        finally
        {
            Guard.End();
            _host = null;
        }

        if (_hostFault is { } hostFault)
        {
            IsUsable = false;
            throw new InvalidOperationException("A host function failed.", hostFault);
        }

        if (Guard.Stopped is { } reason)
        {
            IsUsable = false;
            return new ScriptCompletion(null, Failures.Breach(reason, limits));
        }

        return completion;
    }

    private JsValue Entry(BootstrapEntry entry, params JsValue[] arguments) => _entries[(int)entry].Invoke(arguments);

    /// <summary>From any thread: the time-out that has just passed is seen at the next statement.</summary>
    private void Stop()
    {
        _options!.TimeoutInterval(TimeSpan.FromTicks(1));
        _engine.ResetTimeoutTicks();
    }

    private JsValue Evaluate(string source, string url) =>
        _engine.Execute(source, new ParserOptions { Source = url }).GetCompletionValue();

    private JsValue CallHost(JsValue[] values)
    {
        var texts = new string?[Math.Max(values.Length - 1, 4)];
        for (var index = 1; index < values.Length; index++)
        {
            texts[index - 1] = values[index].IsUndefined() ? null : values[index].AsString();
        }

        switch ((int)values[0].AsNumber())
        {
            case BootstrapScript.CompileOperation:
                return Compile(texts[0]!);
            case BootstrapScript.ReadOperation:
                return _source.Files[texts[0]!];
            case var function:
                return CallHost((HostFunction)function, texts);
        }
    }

    private JsValue CallHost(HostFunction function, string?[] texts)
    {
        Guard.OnHostCallStarted();
        try
        {
            var result = _host!.Call(function, texts);
            return result is null ? JsValue.Undefined : BootstrapScript.Mark(result);
        }
        catch (ScriptHostException refusal)
        {
            throw new JavaScriptException(Entry(BootstrapEntry.MakeError, refusal.ErrorName, refusal.Message));
        }
        catch (Exception fault)
        {
            _hostFault = fault;
            throw;
        }
        finally
        {
            Guard.OnHostCallEnded();
        }
    }

    private JsValue Compile(string path)
    {
        try
        {
            var function = JintModule.Parse(path, _source.Files[path]);
            _engine.EnterExecutionContext(_engine.GlobalEnvironment, _engine.GlobalEnvironment, _engine.Global);
            try
            {
                return _engine.GetValue(_engine.EvaluateExpression(function));
            }
            finally
            {
                _engine.LeaveExecutionContext();
            }
        }
        catch (ParserException fault)
        {
            var error = Entry(BootstrapEntry.MakeError, "SyntaxError", fault.Description ?? fault.Message);
            error.AsObject().Put("line", (double)fault.LineNumber, throwOnError: false);
            throw new JavaScriptException(error);
        }
    }

    private ScriptFailure Describe(JavaScriptException thrown)
    {
        ThrownValue value;
        try
        {
            value = ThrownValue.Parse(Entry(BootstrapEntry.Describe, thrown.Error).AsString());
        }
        catch (Exception)
        {
            // A getter threw, or the run was stopped in one.
            return Unreadable;
        }

        var location = thrown.Location;
        return location?.Source is null or BootstrapScript.Url
            ? Failures.Create(value, [])
            : Failures.Create(value, [new StackFrame("", location.Source, location.Start.Line, ModuleSource.Column(location.Start.Line, location.Start.Column + 1))]);
    }
}
