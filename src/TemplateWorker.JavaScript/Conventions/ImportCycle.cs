namespace TemplateWorker.JavaScript.Conventions;

/// <summary>What a module sees of one that imports it and has not run to its end: reading an export that is not there yet is an error, and not undefined.</summary>
internal static class ImportCycle
{
    /// <summary>What converted code asks of every module, however far that is.</summary>
    public const string Marker = "__esModule";

    /// <summary>For the author.</summary>
    /// <param name="name">The export, or <c>*</c> for all.</param>
    /// <param name="path">The file that has not set it yet.</param>
    /// <param name="from">The file that reads it.</param>
    public static string Message(string name, string path, string from) =>
        $"{Excerpt.Of(name, 64)} of {path} is used before it is set, as {from} and {path} import each other;"
        + " use it inside a function that is called later, or move it into a file that imports neither";
}
