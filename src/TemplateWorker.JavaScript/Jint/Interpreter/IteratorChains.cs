using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>
/// Bounds how deep iterators are made of iterators. The interpreter steps through such a chain by calls of its own, without a look at what is
/// left of the thread's stack, and an error that leaves the chain takes tens of kilobytes of it for each link.
/// </summary>
internal sealed class IteratorChains
{
    private const int Deepest = 64;

    private readonly Engine _engine;
    private readonly ScriptErrors _errors;

    // Made with the first chain: the collector looks at each such table, and there are thousands of interpreters.
    private ConditionalWeakTable<JsValue, Link>? _links;

    private IteratorChains(Engine engine, ScriptErrors errors)
    {
        _engine = engine;
        _errors = errors;
    }

    /// <summary>Call it before any code of a template runs.</summary>
    public static void Bound(Engine engine, ScriptErrors errors)
    {
        if (engine.Global.Get("Iterator") is not ObjectInstance type || type.Get("prototype") is not ObjectInstance prototype)
        {
            return;
        }

        var chains = new IteratorChains(engine, errors);
        foreach (var name in new[] { "map", "filter", "take", "drop" })
        {
            BuiltIn.Replace(engine, prototype, name, 1, (original, self, arguments) => chains.Make(original, self, arguments, [self]));
        }

        BuiltIn.Replace(engine, prototype, "flatMap", 1, chains.FlatMap);
        BuiltIn.Replace(engine, type, "concat", 1, (original, self, arguments) => chains.Make(original, self, arguments, arguments));

        // Not in the standard yet; what they are made of is nested in objects.
        type.RemoveOwnProperty("zip");
        type.RemoveOwnProperty("zipKeyed");
    }

    private JsValue Make(JsValue original, JsValue self, JsValue[] arguments, JsValue[] parts)
    {
        var link = LinkOf(parts);
        Check(link);
        var made = _engine.Call(original, self, arguments);
        (_links ??= []).AddOrUpdate(made, link);
        return made;
    }

    /// <summary>The iterators that its function returns are stepped through inside its own steps, so they lie deeper than it does.</summary>
    private JsValue FlatMap(JsValue original, JsValue self, JsValue[] arguments)
    {
        var mapper = arguments.At(0);
        if (!mapper.IsCallable())
        {
            return _engine.Call(original, self, arguments);
        }

        var link = LinkOf([self]);
        Check(link);
        var bounded = new ClrFunction(_engine, "", (_, values) =>
        {
            var inner = _engine.Call(mapper, JsValue.Undefined, values);
            if (_links is not null && _links.TryGetValue(inner, out var below))
            {
                below.Sink(link.Level + 1);
                Check(below);
            }

            return inner;
        });
        var made = _engine.Call(original, self, [bounded]);
        (_links ??= []).AddOrUpdate(made, link);
        return made;
    }

    private Link LinkOf(JsValue[] parts)
    {
        var links = new List<Link>();
        foreach (var part in parts)
        {
            if (_links is not null && _links.TryGetValue(part, out var link))
            {
                links.Add(link);
            }
        }

        return new Link(links);
    }

    private void Check(Link link)
    {
        if (link.Level + link.Depth > Deepest)
        {
            throw _errors.Range($"Iterators are nested deeper than {Deepest} levels");
        }
    }

    /// <summary>One iterator of a chain.</summary>
    /// <param name="parts">The iterators that it steps through.</param>
    private sealed class Link(IReadOnlyList<Link> parts)
    {
        /// <summary>How many lie below it, and itself.</summary>
        public int Depth { get; } = parts.Count == 0 ? 1 : parts.Max(part => part.Depth) + 1;

        /// <summary>How many it was found to lie below.</summary>
        public int Level { get; private set; }

        public void Sink(int level)
        {
            if (level > Level)
            {
                Level = level;
                foreach (var part in parts)
                {
                    part.Sink(level + 1);
                }
            }
        }
    }
}
