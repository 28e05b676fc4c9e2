using System.Text;
using System.Text.Json;

namespace TemplateWorker.Storage.Templates;

/// <summary>What a template may be called and what it may consist of. Pure; the same for HTTP and for folders.</summary>
public static class TemplateRules
{
    /// <summary>The file that is run first, and must be there, has one of these names.</summary>
    public static IReadOnlyList<string> Entries { get; } = ["index.js", "index.mjs", "index.ts"];

    private static readonly string[] Endings = [".js", ".mjs", ".ts", ".json"];

    /// <summary>The most characters of a template's name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The most characters of a file's path.</summary>
    public const int MaxPathLength = 128;

    /// <summary>The most bytes of UTF-8 of a template's settings.</summary>
    public const int MaxSettingsBytes = 64 * 1024;

    /// <summary>The most files of a template.</summary>
    public const int MaxFiles = 100;

    /// <summary>Says what is wrong with a template's name, or null.</summary>
    public static string? NameFault(string name) =>
        name.Length is 0 or > MaxNameLength || name[0] is '-' or '_' || !name.All(IsNameCharacter)
            ? $"A template's name is 1 to {MaxNameLength} of a-z, 0-9, '-' and '_', beginning with a letter or a digit; was '{name}'."
            : null;

    /// <summary>Says what is wrong with a path inside a template, or null.</summary>
    public static string? PathFault(string path)
    {
        if (path.Length is 0 or > MaxPathLength)
        {
            return $"A file's path has 1 to {MaxPathLength} characters, '{path[..Math.Min(path.Length, 40)]}' has {path.Length}.";
        }

        if (path.Split('/').Any(segment => segment is "" or "." or "..") || path.Any(c => c == '\\' || char.IsControl(c)))
        {
            return $"A file's path is relative, with '/' between its parts and without '.' and '..'; was '{path}'.";
        }

        return Endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            ? null
            : $"A template's files end in .js, .mjs, .ts or .json; was '{path}'.";
    }

    /// <summary>Says what is wrong with the files of a template, or null. Their size is <see cref="SizeOf"/>'s to say.</summary>
    /// <param name="files">Path → text.</param>
    public static string? FilesFault(IReadOnlyDictionary<string, string> files)
    {
        if (files.Count > MaxFiles)
        {
            return $"A template has at most {MaxFiles} files, this has {files.Count}.";
        }

        if (files.Keys.Select(PathFault).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            return fault;
        }

        switch (Entries.Where(files.ContainsKey).ToList())
        {
            case []:
                return "A template has a file index.js, index.mjs or index.ts; this has "
                    + $"{(files.Count == 0 ? "no files" : string.Join(", ", files.Keys.Order(StringComparer.Ordinal)))}.";
            case { Count: > 1 } several:
                return $"A template has one index file, this has {string.Join(" and ", several)}. Keep the one that is to run first.";
        }

        return files.FirstOrDefault(file => file.Value.Contains('\0')).Key is { } path
            ? $"The file '{path}' contains the character U+0000, which the database cannot store."
            : null;
    }

    /// <summary>Says what is wrong with a template's settings, or null.</summary>
    public static string? SettingsFault(string json)
    {
        if (Encoding.UTF8.GetByteCount(json) is var bytes && bytes > MaxSettingsBytes)
        {
            return $"A template's settings have at most {MaxSettingsBytes} bytes, these have {bytes}.";
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReturnSetting.Fault(document.RootElement)
                : $"A template's settings are a JSON object, not {document.RootElement.ValueKind.ToString().ToLowerInvariant()}.";
        }
        catch (JsonException exception)
        {
            var fault = JsonFault.Of(Encoding.UTF8.GetBytes(json), exception);
            return $"A template's settings are a JSON object; this is no JSON: {fault.Message} (at byte {fault.Offset}).";
        }
    }

    /// <summary>The bytes of UTF-8 of all files together, paths included.</summary>
    public static long SizeOf(IReadOnlyDictionary<string, string> files) =>
        files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Key) + Encoding.UTF8.GetByteCount(file.Value));

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_';
}
