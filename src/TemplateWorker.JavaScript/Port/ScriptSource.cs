namespace TemplateWorker.JavaScript.Port;

/// <summary>One version of a template, ready to be loaded.</summary>
internal sealed record ScriptSource
{
    /// <summary>The name of the file that is run first.</summary>
    public const string Entry = "index.js";

    public required string Template { get; init; }

    public required int Version { get; init; }

    /// <summary>Path (<c>lib/greet.js</c>, always with <c>/</c>, never leading) → text; holds <see cref="Entry"/>.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>A JSON object; what <c>template.settings</c> shows.</summary>
    public required string Settings { get; init; }
}
