using System.Runtime.CompilerServices;
using Acornima.Ast;
using Jint;
using Jint.Native.Function;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using TemplateWorker.JavaScript.Jint.Interpreter;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>
/// Ends a chain of iterators in a RangeError. The interpreter looks at the stack when it enters a function of a script, but not when it
/// resumes a generator or steps a helper such as <c>map</c>: a few thousand that iterate over one another would overflow it and end
/// the process. It resumes generators directly only for as long as <c>next</c> is its own.
/// </summary>
internal static class IteratorProbe
{
    private static readonly string[] Stepping = ["next", "return", "throw"];

    /// <summary>What leads to a helper of iterators by its name, or to any name.</summary>
    private static readonly HashSet<string> Ways = new(StringComparer.Ordinal)
    {
        "Iterator", "Object", "Reflect", "map", "filter", "take", "drop", "flatMap", "concat",
    };

    private static readonly Prepared<Script> Prototypes =
        Engine.PrepareScript("[Object.getPrototypeOf(function* () { }).prototype, Object.getPrototypeOf([].values().take(1)), Object.getPrototypeOf(Iterator.from({ next: null }))]");

    /// <summary>Whether a script can make such a chain. Code cannot be made from text, so that the script tells.</summary>
    public static bool IsNeededFor(Script script) => script.DescendantNodes().Any(node => node switch
    {
        IFunction { Generator: true } => true,
        MemberExpression { Computed: true, Property: not Literal } => true,
        Property { Computed: true } => true,
        Identifier { Name: var name } => Ways.Contains(name),
        StringLiteral { Value: var text } => Ways.Contains(text),
        _ => false,
    });

    /// <param name="engine">Of a template none of whose code that needs this has run.</param>
    /// <param name="errors">Its errors.</param>
    public static void Install(Engine engine, ScriptErrors errors)
    {
        foreach (var prototype in engine.Evaluate(Prototypes).AsArray())
        {
            foreach (var name in Stepping)
            {
                if (prototype.Get(name) is Function step)
                {
                    prototype.AsObject().FastSetProperty(name, new PropertyDescriptor(
                        Probing(engine, errors, name, step), writable: true, enumerable: false, configurable: true));
                }
            }
        }
    }

    private static ClrFunction Probing(Engine engine, ScriptErrors errors, string name, Function step) => new(
        engine,
        name,
        (self, arguments) => RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? step.Call(self, arguments)
            : throw errors.Range(ScriptErrors.StackExceeded),
        (int)step.Get("length").AsNumber());
}
