using Jint.Parser;
using Jint.Parser.Ast;
using TemplateWorker.JavaScript.Diagnostics;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>Parses a CommonJS file into the function that it is wrapped in.</summary>
internal static class JintModule
{
    /// <exception cref="ParserException">The text does not parse, or closes the wrapper: <c>}); evil(); (function(){</c>.</exception>
    public static FunctionExpression Parse(string path, string text)
    {
        var program = new JavaScriptParser().Parse(ModuleSource.Wrap(text), new ParserOptions { Source = path });
        if (program.Body.Count == 1 && program.Body.First() is ExpressionStatement { Expression: FunctionExpression function })
        {
            return function;
        }

        const string Fault = "The file closes a brace that it did not open";
        throw new ParserException(Fault) { Description = Fault, LineNumber = 1 };
    }
}
