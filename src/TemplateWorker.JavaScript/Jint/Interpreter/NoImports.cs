using Jint;
using Jint.Runtime;
using Jint.Runtime.Modules;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>Refuses <c>import()</c> with what to write instead.</summary>
internal sealed class NoImports : IModuleLoader
{
    /// <summary>Set before any code of a template runs.</summary>
    public ScriptErrors? Errors { get; set; }

    public ResolvedSpecifier Resolve(string? referencingModuleLocation, ModuleRequest moduleRequest) =>
        throw Errors!.Type("import() is not available; load the template's own files by require, as in require('./lib/name')");

    public Module LoadModule(Engine engine, ResolvedSpecifier resolved) =>
        throw new JavaScriptException($"The module {resolved.Key} cannot be resolved.");
}
