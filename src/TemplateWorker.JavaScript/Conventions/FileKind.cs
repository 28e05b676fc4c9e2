namespace TemplateWorker.JavaScript.Conventions;

/// <summary>What a file of a template is, by the ending of its name.</summary>
internal static class FileKind
{
    public static bool IsJson(string path) => path.EndsWith(".json", StringComparison.Ordinal);

    /// <summary>Whether a file is a module of ECMAScript, with or without types, which is converted before it runs.</summary>
    public static bool IsConverted(string path) =>
        path.EndsWith(".mjs", StringComparison.Ordinal) || (path.EndsWith(".ts", StringComparison.Ordinal) && !IsDeclaration(path));

    /// <summary>Whether a file holds nothing but types, for editors.</summary>
    public static bool IsDeclaration(string path) => path.EndsWith(".d.ts", StringComparison.Ordinal);

    /// <summary>Whether a file can run.</summary>
    public static bool IsScript(string path) => path.EndsWith(".js", StringComparison.Ordinal) || IsConverted(path);
}
