namespace TemplateWorker.JavaScript.Port;

/// <summary>One version of a template, ready to be loaded.</summary>
internal sealed record ScriptSource
{
    /// <summary>The name of the entry file of a template in CommonJS, which needs no conversion.</summary>
    public const string Entry = "index.js";

    /// <summary>The names that the entry file may have; a template has one of them.</summary>
    public static readonly IReadOnlyList<string> Entries = [Entry, "index.mjs", "index.ts"];

    public required string Template { get; init; }

    public required int Version { get; init; }

    /// <summary>Path (<c>lib/greet.js</c>, always with <c>/</c>, never leading) → text as its author wrote it; holds the <see cref="EntryFile"/>.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>What runs in place of files that an engine cannot run as they are: path → CommonJS. See <c>Conversion</c>.</summary>
    public IReadOnlyDictionary<string, string> Code { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A JSON object; what <c>template.settings</c> shows.</summary>
    public required string Settings { get; init; }

    /// <summary>The file that is run first.</summary>
    public string EntryFile => Entries.FirstOrDefault(Files.ContainsKey) ?? Entry;

    /// <summary>What an engine runs of a file.</summary>
    public string CodeOf(string path) => Code.TryGetValue(path, out var code) ? code : Files[path];
}
