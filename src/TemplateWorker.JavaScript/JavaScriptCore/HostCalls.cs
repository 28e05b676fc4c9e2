using System.Globalization;
using System.Runtime.CompilerServices;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.JavaScriptCore.Bootstrap;
using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.JavaScript.Web;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>Performs what the bootstrap asks of its host, during one entry into a context.</summary>
internal sealed unsafe class HostCalls(JavaScriptCoreHeap heap, nint context, ScriptSource source) : IDisposable
{
    private const int MaxArgumentLength = 4 * 1024 * 1024;

    // The bytes that are taken at once.
    private const int MaxBase64Length = (WebTexts.MaxText + 2) / 3 * 4;

    private readonly string?[] _arguments = new string?[8];
    private readonly WebHash _hash = new();

    /// <summary>The bootstrap's functions; they exist only after it could call its host.</summary>
    public BootstrapFunctions? Functions { get; set; }

    /// <summary>Of the entry that is on the engine.</summary>
    public IScriptHost? Host { get; set; }

    /// <summary>An exception of a host function that is not its answer to the script.</summary>
    public Exception? Fault { get; set; }

    /// <returns>A value of the context; undefined when <paramref name="exception"/> is set.</returns>
    public nint Call(ReadOnlySpan<nint> arguments, nint* exception)
    {
        // No .NET exception may leave a native callback.
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return Dispatch(arguments, exception);
        }
        catch (ScriptHostException refusal)
        {
            *exception = Functions!.MakeError(refusal.ErrorName, refusal.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            *exception = Functions!.MakeError("RangeError", "Maximum call stack size exceeded.");
        }
        catch (Exception fault)
        {
            // Of the host, so the script learns nothing of it, and whatever the script does, the run has failed.
            Fault ??= fault;
            *exception = Functions!.MakeError("Error", "The host failed.");
        }

        return NativeMethods.JSValueMakeUndefined(context);
    }

    public void Dispose() => _hash.Dispose();

    private nint Dispatch(ReadOnlySpan<nint> arguments, nint* exception)
    {
        var operation = (int)NativeMethods.JSValueToNumber(context, arguments[0], exception);
        var texts = _arguments.AsSpan(0, arguments.Length - 1);
        var areBytes = false;
        for (var index = 0; index < texts.Length; index++)
        {
            texts[index] = Read(arguments[index + 1], areBytes, exception);
            if (*exception != 0)
            {
                return NativeMethods.JSValueMakeUndefined(context);
            }

            areBytes |= index == 0 && operation == BootstrapScript.WebCallOperation && WebTexts.TakesBytes(WebFunctionOf(texts[0]!));
        }

        return operation switch
        {
            BootstrapScript.CompileOperation => Compile(texts[0]!, exception),
            BootstrapScript.WebScriptOperation => CompileWebScript(texts[0]!, exception),
            BootstrapScript.WebCallOperation => CallWeb(WebFunctionOf(texts[0]!), texts[1..]),
            BootstrapScript.ResolveOperation => Optional(ModulePath.Resolve(texts[0]!, texts[1]!, source.Files, out _)),
            BootstrapScript.CycleOperation => NativeText.ToValue(context, ImportCycle.Message(texts[0]!, texts[1]!, texts[2]!)),
            BootstrapScript.ModuleFaultOperation => NativeText.ToValue(context, ModuleFault(texts[0]!, texts[1]!)),
            BootstrapScript.UnknownOptionOperation => NativeText.ToValue(context, UnknownOption.Message(texts[0]!, texts[1]!, texts[2]!.Split(','))),
            BootstrapScript.ReadOnlyOperation => NativeText.ToValue(context, ReadOnlyGlobals.Message(texts[0]!, texts.Length > 1 ? texts[1] : null)),
            BootstrapScript.ReadOperation => NativeText.ToValue(context, source.Files[texts[0]!]),
            _ => CallHost((HostFunction)operation, texts, exception),
        };
    }

    private nint CallHost(HostFunction function, ReadOnlySpan<string?> texts, nint* exception)
    {
        try
        {
            heap.Guard.OnHostCallStarted();
            var result = Host!.Call(function, texts);
            heap.Guard.OnHostCallEnded(context);
            if (heap.Guard.Stopped is null)
            {
                return result is null
                    ? NativeMethods.JSValueMakeUndefined(context)
                    : NativeText.ToParsedValue(context, result);
            }
        }
        finally
        {
            heap.ArmIfStopped();
        }

        *exception = Functions!.MakeError("Error", "The run exceeded its time limit.");
        return NativeMethods.JSValueMakeUndefined(context);
    }

    private static WebFunction WebFunctionOf(string number) => (WebFunction)int.Parse(number, CultureInfo.InvariantCulture);

    private string ModuleFault(string request, string from)
    {
        ModulePath.Resolve(request, from, source.Files, out var reason);
        return reason ?? "it was not found";
    }

    private nint CallWeb(WebFunction function, ReadOnlySpan<string?> texts)
    {
        try
        {
            var result = WebTexts.CallByText(function, _hash, texts);
            heap.ArmIfStopped();
            return Optional(result);
        }
        catch (Exception fault) when (WebTexts.IsOfArgument(fault))
        {
            throw new ScriptHostException("TypeError", WebTexts.BadArgument);
        }
    }

    /// <summary>Null for undefined. The bootstrap passes strings only, so no script runs here.</summary>
    private string? Read(nint value, bool areBytes, nint* exception)
    {
        if ((NativeType)NativeMethods.JSValueGetType(context, value) == NativeType.Undefined)
        {
            return null;
        }

        var text = NativeText.Read(context, value, areBytes ? MaxBase64Length : MaxArgumentLength, exception);
        if (text is null && *exception == 0)
        {
            *exception = Functions!.MakeError(
                "RangeError", areBytes ? WebTexts.TooManyBytes : $"A text is longer than {MaxArgumentLength} characters");
        }

        return text;
    }

    private nint Optional(string? text) => text is null ? NativeMethods.JSValueMakeUndefined(context) : NativeText.ToValue(context, text);

    private nint Compile(string path, nint* exception) => Evaluate(path, ModuleSource.Wrap(source.CodeOf(path)), exception);

    private nint CompileWebScript(string part, nint* exception) => Evaluate(WebScript.UrlPrefix + part, WebScript.Source(part), exception);

    private nint Evaluate(string path, string code, nint* exception)
    {
        var url = NativeText.Create(path);
        var text = NativeText.Create(code);
        var function = NativeMethods.JSEvaluateScript(context, text, 0, url, 1, exception);
        NativeMethods.JSStringRelease(text);
        NativeMethods.JSStringRelease(url);
        heap.ArmIfStopped();
        return function;
    }
}
