using Jint.Runtime;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>Refuses code that is made from text: errors could not tell it from the template's own files.</summary>
internal sealed class JintPolicy : Host
{
    /// <summary>Set before any code of a template runs.</summary>
    public ScriptErrors? Errors { get; set; }

    public override void EnsureCanCompileStrings(Realm callerRealm, Realm evalRealm) =>
        throw Errors!.Evaluation("Code cannot be made from text in a template");
}
