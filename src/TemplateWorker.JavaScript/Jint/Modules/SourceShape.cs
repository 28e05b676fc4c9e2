using Acornima;
using Acornima.Ast;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>
/// Refuses code whose analysis would take minutes, before it is analysed: parser and interpreter compare each name with all names of its
/// scope, and walk what is nested once for each level around it. Nothing can interrupt them.
/// </summary>
internal sealed class SourceShape
{
    /// <summary>How deep functions, blocks and labels may be nested: 256 levels of arrow functions take 10 ms, 20,000 take 13 s.</summary>
    public const int MaxDepth = 256;

    /// <summary>How many names may be declared in the scopes around any place: 5,000 take 0.1 s, 20,000 take 1.4 s.</summary>
    public const int MaxNames = 5_000;

    /// <summary>Digits of a bigint in the code: 16,384 take 10 ms to read, a million take 20 s.</summary>
    public const int MaxBigIntDigits = 16_384;

    /// <summary>A net below the others: a million characters of ordinary code take a tenth of it.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private const int TokensBetweenLooks = 256;

    // Nodes end in the order of their last characters. What a scope contains is what has ended since it began.
    private readonly Stack<(int Start, int Depth)> _scopes = new();
    private readonly Stack<(int Start, int Names)> _names = new();
    private readonly ThreadClock? _clock = ThreadClock.OfCurrent;
    private readonly TimeSpan _start;
    private int _pending;
    private int _tokens;

    private SourceShape() => _start = Cpu;

    private TimeSpan Cpu => _clock?.Cpu ?? TimeSpan.Zero;

    /// <param name="text">The wrapped text of a file.</param>
    /// <exception cref="SourceFault">It is nested too deep, declares too many names in one scope, or has a bigint that is too long.</exception>
    public static void Require(string text)
    {
        RequireShortBigInts(text);
        var shape = new SourceShape();
        try
        {
            _ = new Parser(new ParserOptions { Tolerant = true, OnNode = shape.Note, OnToken = shape.Look }).ParseScript(text);
        }
        catch (ParseErrorException)
        {
            // The interpreter's own parser says what is wrong.
        }
        catch (InsufficientExecutionStackException)
        {
            throw TooDeep(1);
        }
    }

    public static SourceFault TooDeep(int line) =>
        new($"The code is nested deeper than {MaxDepth} levels; split it, or join long texts by [...].join('')", line);

    // Before the parser, which reads such a number at once. A run of so many digits before an n is hardly ever anything else.
    private static void RequireShortBigInts(string text)
    {
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiHexDigit(text[i]) || text[i] == '_')
            {
                digits++;
                continue;
            }

            if (text[i] == 'n' && digits > MaxBigIntDigits)
            {
                throw new SourceFault($"A bigint has more than {MaxBigIntDigits} digits; make it from parts", text.AsSpan(0, i).Count('\n') + 1);
            }

            digits = 0;
        }
    }

    private static SourceFault TooManyNames(int line) =>
        new($"More than {MaxNames} names are declared in one scope and those around it; put data into an object, an array, or a text for JSON.parse", line);

    private void Note(Node node, in OnNodeContext context)
    {
        switch (node)
        {
            case FunctionBody:
                // One level with its function.
                break;
            case VariableDeclarator { Id: Identifier }:
                Declare(node, 1);
                break;
            case ObjectPattern pattern:
                Declare(node, pattern.Properties.Count);
                break;
            case ArrayPattern pattern:
                Declare(node, pattern.Elements.Count);
                break;
            case IFunction or IClass or BlockStatement or StaticBlock or SwitchStatement or CatchClause or ForStatement or ForInStatement
                or ForOfStatement or LabeledStatement:
                Close(node);
                if (node is FunctionDeclaration or ClassDeclaration)
                {
                    Declare(node, 1);
                }

                break;
        }
    }

    private void Look(in Token token)
    {
        if (++_tokens % TokensBetweenLooks == 0 && Cpu - _start > MostTime)
        {
            throw new SourceFault($"The code takes longer than {MostTime.TotalSeconds} s of CPU time to parse; split it", token.Location.Start.Line);
        }
    }

    private void Declare(Node node, int names)
    {
        _names.Push((node.Start, names));
        _pending += names;
        if (_pending > MaxNames)
        {
            throw TooManyNames(node.Location.Start.Line);
        }
    }

    private void Close(Node scope)
    {
        if (scope is IFunction { Params.Count: > MaxNames })
        {
            throw TooManyNames(scope.Location.Start.Line);
        }

        var depth = 1;
        while (_scopes.TryPeek(out var inner) && inner.Start >= scope.Start)
        {
            depth = Math.Max(depth, _scopes.Pop().Depth + 1);
        }

        if (depth > MaxDepth)
        {
            throw TooDeep(scope.Location.Start.Line);
        }

        _scopes.Push((scope.Start, depth));
        while (_names.TryPeek(out var inner) && inner.Start >= scope.Start)
        {
            _pending -= _names.Pop().Names;
        }
    }
}
