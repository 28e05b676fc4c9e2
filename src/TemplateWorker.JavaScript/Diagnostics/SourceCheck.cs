using System.Text.Json;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Diagnostics;

/// <summary>What both engines check of a template's files before any of them runs.</summary>
internal static class SourceCheck
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 1000 };

    /// <param name="source">The template to check.</param>
    /// <param name="checkScript">(path, text) → what is wrong with a script, or null.</param>
    /// <returns>The first fault, in the order of the paths; null when there is none.</returns>
    public static ScriptFailure? Find(ScriptSource source, Func<string, string, ScriptFailure?> checkScript)
    {
        if (!source.Files.ContainsKey(source.EntryFile))
        {
            return new ScriptFailure
            {
                Reason = ScriptFailureReason.SyntaxError,
                Message = $"The template has no entry file: {string.Join(", ", ScriptSource.Entries)}.",
                File = source.EntryFile,
            };
        }

        foreach (var (path, text) in source.Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var fault = FileKind.IsJson(path) ? CheckJson(path, text)
                : FileKind.IsScript(path) ? checkScript(path, source.CodeOf(path))
                : null;
            if (fault is not null)
            {
                var line = fault.Line is { } found ? ModuleSource.Line(text, found) : (int?)null;
                return fault with { Message = Hints.ImproveSyntax(fault.Message, path, CodeFrame.LineOf(source.Files, path, line)), Line = line };
            }
        }

        return null;
    }

    private static ScriptFailure? CheckJson(string path, string text)
    {
        try
        {
            JsonDocument.Parse(text, Json).Dispose();
            return null;
        }
        catch (JsonException fault)
        {
            var line = (int?)fault.LineNumber + 1;
            return new ScriptFailure
            {
                Reason = ScriptFailureReason.SyntaxError,
                Message = $"SyntaxError: {path} is not JSON, see line {line}.",
                File = path,
                Line = line,
                Column = (int?)fault.BytePositionInLine + 1,
            };
        }
    }
}
