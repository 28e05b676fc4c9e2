using Acornima.Ast;
using Jint;
using TemplateWorker.JavaScript.Jint.Interpreter;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>
/// Ends a chain of generators in a RangeError. The interpreter looks at the stack when it enters a function, but not when it resumes a
/// generator: a few thousand that iterate over one another would overflow it and end the process. It resumes them directly only for
/// as long as <c>next</c> is its own.
/// </summary>
internal static class GeneratorProbe
{
    private static readonly string[] Resuming = ["next", "return", "throw"];
    private static readonly Prepared<Script> Prototype = Engine.PrepareScript("Object.getPrototypeOf(function* () { }).prototype");

    /// <summary>Whether a script has generators, and with them the way to their prototype: code cannot be made from text.</summary>
    public static bool IsNeededFor(Script script) => script.DescendantNodes().Any(node => node is IFunction { Generator: true });

    /// <param name="engine">Of a template none of whose code with generators has run.</param>
    /// <param name="errors">Its errors.</param>
    public static void Install(Engine engine, ScriptErrors errors)
    {
        var guard = engine.Constraints.Find<JintGuard>()!;
        var prototype = engine.Evaluate(Prototype).AsObject();
        foreach (var name in Resuming)
        {
            // Early: leaving a deep chain by an error takes more of the stack than entering it did.
            BuiltIn.Replace(engine, prototype, name, 1, (resume, self, arguments) => guard.HasMuchStack
                ? resume.Call(self, arguments)
                : throw errors.Range(ScriptErrors.StackExceeded));
        }
    }
}
