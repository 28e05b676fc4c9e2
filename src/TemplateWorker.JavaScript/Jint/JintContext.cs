using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Promise;
using Jint.Runtime;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.Jint.Globals;
using TemplateWorker.JavaScript.Jint.Interpreter;
using TemplateWorker.JavaScript.Jint.Modules;
using TemplateWorker.JavaScript.Jint.Values;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>One interpreter with the globals of one template. All that can run the template's code goes through <see cref="Enter"/>.</summary>
internal sealed class JintContext : IDisposable
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);
    private static readonly CultureInfo Locale = FindLocale();

    // The parser recurses without a probe, and 128 KiB are left to it on a stack that is nearly used up.
    private const int MaxJsonDepth = 100;

    private readonly Engine _engine;
    private readonly HostDoor _host;
    private readonly ScriptValueReader _reader;
    private readonly ScriptValueWriter _writer;
    private readonly TemplateModules _modules;
    private readonly Subscriptions _subscriptions;
    private readonly ThrownValues _thrown;
    private readonly SourcePlaces _places;
    private readonly string _entry;
    private readonly IDisposable _globals;
    private readonly PromiseFunctions _promises;
    private readonly List<(JsValue Promise, JsValue Reason)> _rejections = [];
    private JsValue _runContext = JsValue.Undefined;

    public JintContext(ScriptSource source)
    {
        var policy = new JintPolicy();
        var imports = new NoImports();
        _engine = new Engine(options =>
        {
            options.Constraints.StackOverflowGuard = true;
            options.Constraints.RegexTimeout = RegexTimeout;
            options.Constraints.MaxArraySize = JintGuard.MaxArraySize;
            options.Json.MaxParseDepth = MaxJsonDepth;
            options.LocalTimeZone(UtcZone.Zone);
            options.Temporal.TimeZoneProvider = UtcZone.Instance;
            options.Culture(Locale);
            options.UseHostFactory(_ => policy);
            options.EnableModules(imports);
            options.Constraint(Guard);
        });
        var errors = new ScriptErrors(_engine);
        Guard.Errors = errors;
        policy.Errors = errors;
        imports.Errors = errors;
        _host = new HostDoor(Guard, errors);
        _reader = new ScriptValueReader(_engine, errors, Guard);
        _writer = new ScriptValueWriter(_engine, errors, _host);
        _promises = new PromiseFunctions(_engine);
        IteratorChains.Bound(_engine, errors);
        EndlessCalls.Bound(_engine, errors);
        _modules = new TemplateModules(_engine, errors, _reader, source);
        _subscriptions = new Subscriptions(errors, _host);
        _places = new SourcePlaces(source);
        _entry = source.EntryFile;
        _thrown = new ThrownValues(_modules, _places);
        _globals = TemplateGlobals.Install(new GlobalScope(_engine, errors, _host, _reader, _writer), source, _subscriptions, () => _runContext);
        _engine.Advanced.PromiseRejectionTracker += OnRejection;
    }

    public JintGuard Guard { get; } = new();

    /// <summary>False once the template was terminated, when its objects may be in any state, or may keep too much.</summary>
    public bool IsUsable { get; private set; } = true;

    /// <summary>The events that the template subscribed to while it was loaded.</summary>
    public IReadOnlyList<string> Subscriptions => _subscriptions.Names;

    public ScriptCompletion Load(IScriptHost host, ScriptLimits limits)
    {
        _host.Phase = ScriptPhase.Load;
        var completion = Enter(host, limits, LoadEntry, CancellationToken.None);
        _host.Phase = ScriptPhase.Loaded;
        return completion;
    }

    public ScriptCompletion Run(int handler, ScriptCall call, IScriptHost host, ScriptLimits limits, CancellationToken cancellationToken)
    {
        _host.Phase = ScriptPhase.Run;
        _thrown.ResultFault = null;
        var completion = Enter(host, limits, () => RunHandler(_subscriptions.Handler(handler), call, limits), cancellationToken);
        return completion.Json is { } json && json.Length > limits.ResultBytes / 3 && Encoding.UTF8.GetByteCount(json) > limits.ResultBytes
            ? new ScriptCompletion(null, Failures.Breach(ScriptFailureReason.ResultTooLarge, limits))
            : completion;
    }

    public void Dispose()
    {
        _globals.Dispose();
        _engine.Dispose();
    }

    private string? LoadEntry()
    {
        _modules.Load(_entry);
        return null;
    }

    /// <returns>The result as JSON text, or null for none.</returns>
    private string? RunHandler(JsValue handler, ScriptCall call, ScriptLimits limits)
    {
        _runContext = ReadContext(call.ContextJson);
        Settlement? settlement = null;
        var result = JsValue.Undefined;
        try
        {
            result = _engine.Call(handler, JsValue.Undefined, [_reader.Read(call.EventJson), _runContext]);
            if (Settlement.IsNeededFor(result))
            {
                settlement = Settlement.Follow(_engine, _promises, result);
            }
        }
        finally
        {
            RunJobs();
        }

        if (settlement is null)
        {
            return WriteResult(result, limits);
        }

        return settlement.IsFulfilled ? WriteResult(settlement.Value, limits)
            : settlement.IsRejected ? throw new JavaScriptException(settlement.Value)
            : throw new NeverSettledException();
    }

    private string? WriteResult(JsValue result, ScriptLimits limits)
    {
        try
        {
            return _writer.Write(result, "result", limits.ResultBytes);
        }
        catch (JavaScriptException fault)
        {
            _thrown.ResultFault = fault.Error;
            throw;
        }
        finally
        {
            // Writing it may have run a getter, and that may have added jobs.
            RunJobs();
        }
    }

    private ObjectInstance ReadContext(string json)
    {
        var context = _reader.Parse(json).AsObject();
        if (context.Get("deadline") is { } deadline && deadline.IsNumber())
        {
            context.Set("deadline", new JsDate(_engine, (long)deadline.AsNumber()));
        }

        return context;
    }

    /// <summary>Jobs belong to the run that made them, however it ended.</summary>
    private void RunJobs()
    {
        if (Guard.Stopped is null)
        {
            _engine.Advanced.ProcessTasks();
        }
    }

    private ScriptCompletion Enter(IScriptHost host, ScriptLimits limits, Func<string?> call, CancellationToken cancellationToken)
    {
        SpeakLocale();
        _host.Open(host);
        _rejections.Clear();
        Guard.Begin(limits, cancellationToken);
        ScriptCompletion completion;
        try
        {
            completion = Guarded(call, limits);
            if (_rejections.Count > 0 && Guard.Stopped is null && Guarded(ReportRejections, limits) is { Failure: not null } unread)
            {
                completion = completion.Failure is null ? unread : completion;
            }
        }
        catch (Exception) when (Guard.Stopped is not null)
        {
            completion = default;
        }
        finally
        {
            Guard.End();
            _host.Close();
        }

        if (_host.Fault is { } fault)
        {
            IsUsable = false;
            throw new InvalidOperationException("A host function failed.", fault);
        }

        if (Guard.Stopped is { } reason)
        {
            IsUsable = false;
            return new ScriptCompletion(null, Failures.Breach(reason, limits, Guard.StoppedIn is { } calls ? JintStack.Parse(calls) : [], _places));
        }

        IsUsable &= Guard.Allocated <= limits.HeapBytes;
        return completion;
    }

    private ScriptCompletion Guarded(Func<string?> call, ScriptLimits limits)
    {
        try
        {
            return Described(call);
        }
        catch (NeverSettledException)
        {
            return new ScriptCompletion(null, Failures.Breach(ScriptFailureReason.NeverSettles, limits));
        }
        catch (OutOfMemoryException)
        {
            Guard.Stop(ScriptFailureReason.HeapLimit);
            return default;
        }
        catch (InsufficientExecutionStackException)
        {
            IsUsable = false;
            return Failed("RangeError: " + ScriptErrors.StackExceeded);
        }
        catch (RegexMatchTimeoutException)
        {
            IsUsable = false;
            Guard.Look();
            return Failed($"A regular expression took longer than {RegexTimeout.TotalMilliseconds} ms");
        }
        catch (MemoryLimitExceededException)
        {
            IsUsable = false;
            return Failed($"RangeError: {ScriptErrors.ArrayTooLong}");
        }
        catch (Exception fault) when (Guard.Stopped is null)
        {
            // A defect of the interpreter, found by a script: it is the script that has to go.
            IsUsable = false;
            return Failed(Failures.Cut($"The interpreter failed: {fault.Message}"));
        }
    }

    /// <summary>Reading what was thrown may run the script's code, and that may fail in every way again.</summary>
    private ScriptCompletion Described(Func<string?> call)
    {
        try
        {
            return new ScriptCompletion(call(), null);
        }
        catch (JavaScriptException thrown)
        {
            return new ScriptCompletion(null, _thrown.Describe(thrown));
        }
    }

    private void OnRejection(object? sender, PromiseRejectionTrackerEventArgs rejection)
    {
        if (rejection.Operation == PromiseRejectionOperation.Reject)
        {
            _rejections.Add((rejection.Promise, rejection.Value ?? JsValue.Undefined));
        }
        else
        {
            _rejections.RemoveAll(one => ReferenceEquals(one.Promise, rejection.Promise));
        }
    }

    /// <returns>Null, as a call without a result.</returns>
    private string? ReportRejections()
    {
        foreach (var (_, reason) in _rejections)
        {
            _host.Call(HostFunction.Log, "error", ValueInspector.InspectAll("Unhandled promise rejection:", reason));
        }

        return null;
    }

    /// <summary>Names of languages, and regular expressions that ignore case, follow the thread rather than the interpreter's options.</summary>
    private static void SpeakLocale()
    {
        if (!ReferenceEquals(CultureInfo.CurrentUICulture, Locale))
        {
            CultureInfo.CurrentCulture = Locale;
            CultureInfo.CurrentUICulture = Locale;
        }
    }

    /// <summary>English whatever <c>LANG</c> says. A host may run without the system's locales; its scripts then have no other ones.</summary>
    private static CultureInfo FindLocale()
    {
        try
        {
            return CultureInfo.GetCultureInfo("en-US");
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }

    private static ScriptCompletion Failed(string message) =>
        new(null, new ScriptFailure { Reason = ScriptFailureReason.ScriptError, Message = message });

    /// <summary>No job is left and the handler's promise is open.</summary>
    private sealed class NeverSettledException : Exception;
}
