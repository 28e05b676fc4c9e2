using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Conversion;

/// <summary>Finds imports that lead nowhere. Pure.</summary>
internal static class ImportCheck
{
    private const int MaxShownName = 256;

    /// <returns>The first fault, in the order of the paths; null when there is none.</returns>
    public static ScriptFailure? Find(IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, ConvertedFile> converted)
    {
        foreach (var (path, file) in converted.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            foreach (var import in file.Imports)
            {
                if (Find(path, import, files, converted) is { } fault)
                {
                    return fault;
                }
            }
        }

        return null;
    }

    private static ScriptFailure? Find(
        string path, ImportedFile import, IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, ConvertedFile> converted)
    {
        var shown = Excerpt.Of(import.Specifier, MaxShownName);
        if (import.Specifier.Length == 0 || import.Specifier.AsSpan().ContainsAny("'\\"))
        {
            return Fault(path, import.Line, import.Column, $"\"{shown}\" cannot be imported; name a file without quotation marks and backslashes, as in ./lib/name");
        }

        if (ModulePath.Resolve(import.Specifier, path, files, out var reason) is not { } target)
        {
            return Fault(path, import.Line, import.Column, $"Cannot find \"{shown}\", which {path} imports: {reason}");
        }

        foreach (var name in import.Names)
        {
            if (!Exports(target, name.Name, files, converted, []))
            {
                var what = name.Name == "default" ? "has no default export" : $"exports no {name.Name}";
                return Fault(path, name.Line, name.Column, $"{target} {what}{Remedy(path, target, name.Name, converted)}");
            }
        }

        return null;
    }

    private static bool Exports(
        string path, string name, IReadOnlyDictionary<string, string> files, IReadOnlyDictionary<string, ConvertedFile> converted, HashSet<string> seen)
    {
        // What CommonJS and JSON export is known when they have run.
        if (!converted.TryGetValue(path, out var file) || file.ReplacesExports || file.Exports.Contains(name, StringComparer.Ordinal))
        {
            return true;
        }

        seen.Add(path);
        return name != "default" && file.Stars
            .Select(star => ModulePath.Resolve(star, path, files, out _))
            .Any(star => star is not null && !seen.Contains(star) && Exports(star, name, files, converted, seen));
    }

    private static string Remedy(string path, string target, string name, IReadOnlyDictionary<string, ConvertedFile> converted)
    {
        var others = converted[target].Exports.Where(one => one != "default");
        return Nearest.Of(name, others) is { } near ? $"; did you mean {near}?"
            : path.EndsWith(".ts", StringComparison.Ordinal) && name != "default" ? "; of a type, write import type or export type"
            : "";
    }

    private static ScriptFailure Fault(string path, int line, int column, string message) => new()
    {
        Reason = ScriptFailureReason.SyntaxError,
        Message = "SyntaxError: " + message,
        File = path,
        Line = line,
        Column = column,
    };
}
