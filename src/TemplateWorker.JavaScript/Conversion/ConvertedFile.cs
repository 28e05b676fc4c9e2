namespace TemplateWorker.JavaScript.Conversion;

/// <summary>What <c>convert.js</c> says of one file.</summary>
internal sealed record ConvertedFile
{
    /// <summary>Why the file cannot be converted; null when it could.</summary>
    public ConversionFault? Fault { get; init; }

    /// <summary>What runs in its place.</summary>
    public string Code { get; init; } = "";

    public IReadOnlyList<ImportedFile> Imports { get; init; } = [];

    /// <summary>Every name that the file exports, and perhaps some that it does not.</summary>
    public IReadOnlyList<string> Exports { get; init; } = [];

    /// <summary>The files all of whose exports, but the default one, are exports of this one: as they are named in it.</summary>
    public IReadOnlyList<string> Stars { get; init; } = [];

    /// <summary>Whether it may export anything, because it sets <c>module.exports</c>.</summary>
    public bool ReplacesExports { get; init; }
}

/// <summary>Why a file cannot be converted.</summary>
/// <param name="Message">Without the word SyntaxError.</param>
/// <param name="Line">From 1; null when the fault has no place.</param>
/// <param name="Column">From 1.</param>
internal sealed record ConversionFault(string Message, int? Line, int? Column);

/// <summary>A file that is imported for more than its types.</summary>
/// <param name="Specifier">As it is named.</param>
/// <param name="Line">Of its name, from 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Names">What is imported of it by name.</param>
internal sealed record ImportedFile(string Specifier, int Line, int Column, IReadOnlyList<ImportedName> Names);

/// <param name="Name">As the other file exports it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal sealed record ImportedName(string Name, int Line, int Column);
