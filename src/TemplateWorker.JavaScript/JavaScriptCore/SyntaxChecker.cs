using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Diagnostics;
using TemplateWorker.JavaScript.JavaScriptCore.Native;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.JavaScriptCore;

/// <summary>
/// Parses files twice, without running them: wrapped, as they are run, where the lines of errors are right; and as the body
/// of a function, because text like <c>}); evil(); (function(){</c> closes the wrapper and opens it again.
/// </summary>
internal sealed unsafe class SyntaxChecker : IDisposable
{
    // JSObjectMakeFunction puts two lines of its own before the body.
    private const int BodyLineOffset = 2;

    private readonly nint _context;
    private readonly nint[] _parameters;

    /// <summary>Uses a context of its own: making functions from text is off in those of templates.</summary>
    public SyntaxChecker(nint group)
    {
        _context = NativeMethods.JSGlobalContextCreateInGroup(group, 0);
        _parameters = [.. ModuleSource.Parameters.Select(name => NativeText.Create(name))];
    }

    /// <returns>Null when the file parses.</returns>
    public ScriptFailure? Check(string path, string source)
    {
        nint exception = 0;
        var url = NativeText.Create(path);
        var wrapped = NativeText.Create(ModuleSource.Wrap(source));
        var body = NativeText.Create(source);
        try
        {
            if (NativeMethods.JSCheckScriptSyntax(_context, wrapped, url, 1, &exception) == 0)
            {
                return Failure(path, source, exception, 0);
            }

            fixed (nint* parameters = _parameters)
            {
                var function = NativeMethods.JSObjectMakeFunction(
                    _context, 0, (uint)_parameters.Length, parameters, body, url, 1, &exception);
                return function == 0 ? Failure(path, source, exception, BodyLineOffset) : null;
            }
        }
        finally
        {
            NativeMethods.JSStringRelease(body);
            NativeMethods.JSStringRelease(wrapped);
            NativeMethods.JSStringRelease(url);
        }
    }

    public void Dispose()
    {
        foreach (var parameter in _parameters)
        {
            NativeMethods.JSStringRelease(parameter);
        }

        NativeMethods.JSGlobalContextRelease(_context);
    }

    private ScriptFailure Failure(string path, string source, nint error, int lineOffset)
    {
        // No code has run in this context, so these reads run none either.
        nint exception = 0;
        var line = (int)NativeMethods.JSValueToNumber(_context, Property(error, "line"), &exception) - lineOffset;
        var message = NativeText.Read(_context, Property(error, "message"), Failures.MaxTextLength, &exception);
        return new ScriptFailure
        {
            Reason = ScriptFailureReason.SyntaxError,
            Message = "SyntaxError: " + (message ?? "the file does not parse"),
            File = path,
            Line = ModuleSource.Line(source, line),
        };
    }

    private nint Property(nint value, string name)
    {
        nint exception = 0;
        var text = NativeText.Create(name);
        var property = NativeMethods.JSObjectGetProperty(_context, value, text, &exception);
        NativeMethods.JSStringRelease(text);
        return property;
    }
}
