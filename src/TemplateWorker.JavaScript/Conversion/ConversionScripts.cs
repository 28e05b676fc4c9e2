using System.Text;
using TemplateWorker.JavaScript.Port;

namespace TemplateWorker.JavaScript.Conversion;

/// <summary>The scripts of this folder. <c>eng/sucrase/build</c> makes the library's.</summary>
internal static class ConversionScripts
{
    /// <summary>The event that converts: its data is a list of <c>{"path","text"}</c>, the result one of <see cref="ConvertedFile"/>.</summary>
    public const string EventName = "convert";

    private static readonly Lazy<string> LazyLibrary = new(() => Read("sucrase.js"));

    private static readonly Lazy<ScriptSource> LazyConverter = new(() => new ScriptSource
    {
        Template = "conversion",
        Version = 1,
        Files = new Dictionary<string, string>(StringComparer.Ordinal) { [ScriptSource.Entry] = Read("convert.js"), ["sucrase.js"] = Library },
        Settings = "{}",
    });

    /// <summary>sucrase, as <c>eng/sucrase</c> pins it.</summary>
    public static string Library => LazyLibrary.Value;

    /// <summary>The converter, a template like others. The same object each time, with the same texts.</summary>
    public static ScriptSource Converter => LazyConverter.Value;

    private static string Read(string name)
    {
        using var stream = typeof(ConversionScripts).Assembly.GetManifestResourceStream("Conversion." + name)
            ?? throw new InvalidOperationException($"The resource Conversion.{name} is missing from the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
