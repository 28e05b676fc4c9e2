using System.Runtime.CompilerServices;
using Jint.Runtime;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>The way from a script to its host, open while a call is on the interpreter.</summary>
internal sealed class HostDoor(JintGuard guard, ScriptErrors errors)
{
    /// <summary>The most characters of a text for the host.</summary>
    public const int MaxArgumentLength = 4 * 1024 * 1024;

    public static readonly string ArgumentTooLong = $"A text is longer than {MaxArgumentLength} characters";

    private IScriptHost? _host;

    public ScriptPhase Phase { get; set; }

    /// <summary>An exception of a host function that is not its answer to the script.</summary>
    public Exception? Fault { get; private set; }

    public void Open(IScriptHost host)
    {
        _host = host;
        Fault = null;
    }

    public void Close() => _host = null;

    /// <summary>Calls the host for a running handler.</summary>
    /// <param name="function">Which function.</param>
    /// <param name="what">The member that the script called, for the error during the load.</param>
    /// <param name="arguments">As <see cref="HostFunction"/> says.</param>
    /// <exception cref="JavaScriptException">The host refused, or no handler is running.</exception>
    public string? CallInRun(HostFunction function, string what, params ReadOnlySpan<string?> arguments) => Phase == ScriptPhase.Run
        ? Call(function, arguments)
        : throw errors.Plain($"{what} works only while a handler runs, not while the template loads");

    /// <exception cref="JavaScriptException">The host refused.</exception>
    public string? Call(HostFunction function, params ReadOnlySpan<string?> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument?.Length > MaxArgumentLength)
            {
                throw errors.Range(ArgumentTooLong);
            }
        }

        // The host is code of .NET, which has no probes of its own.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw errors.Range(ScriptErrors.StackExceeded);
        }

        guard.OnHostCallStarted();
        string? result;
        try
        {
            result = _host!.Call(function, arguments);
        }
        catch (ScriptHostException refusal)
        {
            guard.OnHostCallEnded();
            throw errors.Named(refusal.ErrorName, refusal.Message);
        }
        catch (Exception fault)
        {
            // Of the host, so the script learns nothing of it, and whatever the script does, the run has failed.
            Fault ??= fault;
            guard.OnHostCallEnded();
            throw errors.Plain("The host failed.");
        }

        guard.OnHostCallEnded();
        return result;
    }
}
