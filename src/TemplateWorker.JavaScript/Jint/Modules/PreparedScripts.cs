using System.Runtime.CompilerServices;
using Acornima;
using Acornima.Ast;
using Jint;
using TemplateWorker.JavaScript.Diagnostics;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>
/// Parses files into the functions that they are wrapped in. A prepared script is immutable, so that all interpreters of the
/// process share it: a file is parsed once for each version of a template. Thread-safe.
/// </summary>
internal static class PreparedScripts
{
    // By the identity of the text: the process keeps one copy of a version's files, and forgets their scripts with them.
    private static readonly ConditionalWeakTable<string, StrongBox<Prepared<Script>>> Cache = [];

    /// <exception cref="SourceFault">The text does not parse, or closes the wrapper: <c>}); evil(); (function(){</c>.</exception>
    public static Prepared<Script> Of(string path, string text)
    {
        if (!Cache.TryGetValue(text, out var prepared))
        {
            prepared = new StrongBox<Prepared<Script>>(Prepare(path, text));
            Cache.AddOrUpdate(text, prepared);
        }

        return prepared.Value;
    }

    /// <summary>For a check: parses without keeping what comes of it.</summary>
    /// <exception cref="SourceFault">As <see cref="Of"/>.</exception>
    public static Prepared<Script> Prepare(string path, string text)
    {
        try
        {
            var script = Engine.PrepareScript(ModuleSource.Wrap(text), path);
            if (script.Program!.Body is [NonSpecialExpressionStatement { Expression: FunctionExpression }])
            {
                return script;
            }
        }
        catch (ScriptPreparationException fault) when (fault.InnerException is ParseErrorException parse)
        {
            throw new SourceFault(parse.Description ?? parse.Message, parse.LineNumber);
        }

        throw new SourceFault("The file closes a brace that it did not open", 1);
    }
}
