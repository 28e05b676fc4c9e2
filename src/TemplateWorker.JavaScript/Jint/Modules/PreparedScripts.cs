using System.Collections.Concurrent;
using Acornima;
using Acornima.Ast;
using Jint;
using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>
/// Parses files into the functions that they are wrapped in. Interpreters of the process share a parsed file, whichever tenants'
/// they are, for as long as one of them uses it. Thread-safe.
/// </summary>
internal static class PreparedScripts
{
    private const int FewestEntries = 1024;

    // By the text and not by a hash of it: two files that collide would run the code of another tenant.
    private static readonly ConcurrentDictionary<(string Path, string Text), WeakReference<PreparedScript>> Cache = new();
    private static int _entriesAtNextSweep = FewestEntries;

    /// <summary>Keep the result for as long as the file is in use.</summary>
    /// <exception cref="SourceFault">The text does not parse, has a shape that takes too long (<see cref="SourceShape"/>), or closes the wrapper: <c>}); evil(); (function(){</c>.</exception>
    public static PreparedScript Of(string path, string text)
    {
        if (Cache.TryGetValue((path, text), out var known) && known.TryGetTarget(out var shared))
        {
            return shared;
        }

        var prepared = Prepare(path, text);
        Cache[(path, text)] = new WeakReference<PreparedScript>(prepared);
        if (Cache.Count > Volatile.Read(ref _entriesAtNextSweep))
        {
            Sweep();
        }

        return prepared;
    }

    /// <summary>For a check: parses without keeping what comes of it.</summary>
    /// <exception cref="SourceFault">As <see cref="Of"/>.</exception>
    public static PreparedScript Prepare(string path, string text)
    {
        try
        {
            var wrapped = ModuleSource.Wrap(text);
            SourceShape.Require(wrapped);
            var script = Engine.PrepareScript(wrapped, path);
            if (script.Program!.Body is [NonSpecialExpressionStatement { Expression: FunctionExpression }])
            {
                return new PreparedScript(script);
            }
        }
        catch (ScriptPreparationException fault) when (fault.InnerException is ParseErrorException parse)
        {
            throw new SourceFault(parse.Description ?? parse.Message, parse.LineNumber);
        }
        catch (ScriptPreparationException)
        {
            // The interpreter walks the code by recursion, expressions too: as far as the stack of this thread has room for the parser.
            throw SourceShape.TooDeep(1);
        }

        throw new SourceFault("The file closes a brace that it did not open", 1);
    }

    /// <summary>Forgets the files that no interpreter uses any more.</summary>
    private static void Sweep()
    {
        foreach (var entry in Cache)
        {
            if (!entry.Value.TryGetTarget(out _))
            {
                Cache.TryRemove(entry);
            }
        }

        Volatile.Write(ref _entriesAtNextSweep, Math.Max(FewestEntries, Cache.Count * 2));
    }
}

/// <summary>A file that is parsed and analysed; immutable.</summary>
internal sealed class PreparedScript(Prepared<Script> script)
{
    /// <summary>What an interpreter evaluates to the file's function.</summary>
    public Prepared<Script> Script { get; } = script;

    /// <summary>Whether an interpreter needs the <see cref="GeneratorProbe"/> before it runs the file.</summary>
    public bool HasGenerators { get; } = GeneratorProbe.IsNeededFor(script.Program!);
}
