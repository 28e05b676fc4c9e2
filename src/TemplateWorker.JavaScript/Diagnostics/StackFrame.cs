namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>One call of a script's stack.</summary>
/// <param name="Function">Empty for an anonymous function.</param>
/// <param name="File">The template's file, or null for a built-in function.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in the file; null when the engine does not tell it.</param>
internal sealed record StackFrame(string Function, string? File, int Line, int? Column)
{
    public override string ToString()
    {
        var place = File is null ? "native" : Column is null ? $"{File}:{Line}" : $"{File}:{Line}:{Column}";
        return Function.Length == 0 ? $"at {place}" : $"at {Function} ({place})";
    }
}
