namespace TemplateWorker.JavaScript.Jint.Modules;

/// <summary>A file does not parse.</summary>
/// <param name="message">What is wrong, without the word SyntaxError.</param>
/// <param name="line">From 1, in the wrapped text.</param>
internal sealed class SourceFault(string message, int line) : Exception(message)
{
    public int Line { get; } = line;
}
