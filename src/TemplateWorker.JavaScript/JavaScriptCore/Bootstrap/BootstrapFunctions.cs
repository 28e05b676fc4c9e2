using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;

/// <summary>The bootstrap's functions in one context, protected from its collector.</summary>
internal sealed unsafe class BootstrapFunctions
{
    private const int MaxDescriptionLength = 128 * 1024;

    private readonly nint _context;
    private readonly nint[] _functions;
    private readonly SourcePlaces _places;

    /// <summary>Runs the bootstrap in a fresh context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="script">The prepared script of the context's group.</param>
    /// <param name="hostFunction">What the bootstrap calls its host by.</param>
    /// <param name="source">The template that the context is for.</param>
    public BootstrapFunctions(nint context, nint script, nint hostFunction, ScriptSource source)
    {
        _context = context;
        _places = new SourcePlaces(source);
        nint exception = 0;
        var bootstrap = NativeMethods.JSScriptEvaluate(context, script, 0, &exception);
        var arguments = stackalloc nint[3];
        arguments[0] = NativeMethods.JSContextGetGlobalObject(context);
        arguments[1] = hostFunction;
        arguments[2] = NativeText.ToValue(context, BootstrapScript.Describe(source));
        var functions = exception == 0 ? NativeMethods.JSObjectCallAsFunction(context, bootstrap, 0, 3, arguments, &exception) : 0;
        if (exception != 0)
        {
            var text = NativeText.Read(context, exception, MaxDescriptionLength, &exception);
            throw new InvalidOperationException($"The bootstrap failed: {text}");
        }

        _functions = new nint[BootstrapScript.Entries.Count];
        for (var index = 0; index < _functions.Length; index++)
        {
            var name = NativeText.Create(BootstrapScript.Entries[index]);
            _functions[index] = NativeMethods.JSObjectGetProperty(context, functions, name, &exception);
            NativeMethods.JSStringRelease(name);
            NativeMethods.JSValueProtect(context, _functions[index]);
        }

        NativeMethods.JSGlobalContextSetUnhandledRejectionCallback(context, _functions[(int)BootstrapEntry.ReportRejection], &exception);
    }

    public nint Call(BootstrapEntry entry, ReadOnlySpan<nint> arguments, nint* exception)
    {
        fixed (nint* values = arguments)
        {
            return NativeMethods.JSObjectCallAsFunction(_context, _functions[(int)entry], 0, (nuint)arguments.Length, values, exception);
        }
    }

    /// <summary>An Error made by the bootstrap; whatever that threw when it could not make one.</summary>
    public nint MakeError(string name, string message)
    {
        nint exception = 0;
        var error = Call(
            BootstrapEntry.MakeError, [NativeText.ToValue(_context, name), NativeText.ToValue(_context, message)], &exception);
        return exception == 0 ? error : exception;
    }

    /// <summary>Runs getters of what was thrown, so only from inside an entry.</summary>
    public ScriptFailure Describe(nint thrown)
    {
        nint exception = 0;
        var description = Call(BootstrapEntry.Describe, [thrown], &exception);
        var json = exception == 0 ? NativeText.Read(_context, description, MaxDescriptionLength, &exception) : null;
        if (json is null)
        {
            return new ScriptFailure { Reason = ScriptFailureReason.ScriptError, Message = "The script threw a value that cannot be read." };
        }

        var value = ThrownValue.Parse(json);
        return Failures.Create(value, value.Stack is null ? [] : StackText.Parse(value.Stack), _places);
    }

    /// <summary>Before the context is released.</summary>
    public void Release()
    {
        foreach (var function in _functions)
        {
            NativeMethods.JSValueUnprotect(_context, function);
        }
    }
}
