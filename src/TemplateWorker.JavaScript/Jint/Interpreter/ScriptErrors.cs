using Jint;
using Jint.Native.Error;
using Jint.Runtime;
using Jint.Runtime.Descriptors;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>Makes the errors that a script sees. The constructors are taken before a template can replace them.</summary>
internal sealed class ScriptErrors(Engine engine)
{
    /// <summary>In the words of the language's engines.</summary>
    public const string StackExceeded = "Maximum call stack size exceeded";

    /// <summary>An array would have more elements than the interpreter allows.</summary>
    public static readonly string ArrayTooLong = $"An array holds at most {JintGuard.MaxArraySize} elements";

    private const int MaxCallsLength = 8_192;

    private readonly ErrorConstructor _plain = engine.Intrinsics.Error;
    private readonly ErrorConstructor _type = engine.Intrinsics.TypeError;
    private readonly ErrorConstructor _range = (ErrorConstructor)engine.Global.Get("RangeError");
    private readonly ErrorConstructor _reference = (ErrorConstructor)engine.Global.Get("ReferenceError");
    private readonly ErrorConstructor _syntax = (ErrorConstructor)engine.Global.Get("SyntaxError");
    private readonly ErrorConstructor _evaluation = (ErrorConstructor)engine.Global.Get("EvalError");

    /// <summary>The calls that the interpreter is in, innermost first, in the form of an error's <c>stack</c>. Runs no script.</summary>
    public string CurrentCalls()
    {
        var calls = engine.Advanced.StackTrace;
        return calls.Length > MaxCallsLength ? calls[..MaxCallsLength] : calls;
    }

    public JavaScriptException Plain(string message) => Make(_plain, message);

    public JavaScriptException Type(string message) => Make(_type, message);

    public JavaScriptException Range(string message) => Make(_range, message);

    /// <summary>Of a property that is read: unlike the others, not in a function of the host.</summary>
    public JavaScriptException Reference(string message) => new(_reference.Construct(message));

    public JavaScriptException Syntax(string message) => Make(_syntax, message);

    public JavaScriptException Evaluation(string message) => Make(_evaluation, message);

    /// <summary>The error that a refusal of the host becomes.</summary>
    /// <param name="name">Its <c>name</c>: of a built-in error, or of a limit.</param>
    /// <param name="message">Its message.</param>
    public JavaScriptException Named(string name, string message)
    {
        switch (name)
        {
            case "TypeError":
                return Type(message);
            case "RangeError":
                return Range(message);
            default:
                var error = Plain(message);
                if (name != "Error")
                {
                    error.Error.AsObject().FastSetProperty("name", new PropertyDescriptor(name, PropertyFlag.NonEnumerable));
                }

                return error;
        }
    }

    /// <summary>Without the host's function in the stack, which has no place in the template's files.</summary>
    private static JavaScriptException Make(ErrorConstructor constructor, string message)
    {
        var error = constructor.Construct(message);
        if (error.Get("stack") is { } stack && stack.IsString() && stack.AsString() is var text && text.IndexOf('\n', StringComparison.Ordinal) is var end and > 0)
        {
            error.FastSetProperty("stack", new PropertyDescriptor(text[(end + 1)..], writable: true, enumerable: false, configurable: true));
        }

        return new JavaScriptException(error);
    }
}
