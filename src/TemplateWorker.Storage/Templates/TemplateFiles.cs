using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateWorker.Storage.Templates;

/// <summary>The files of a template as the one JSON object that is stored: source by file name.</summary>
internal static class TemplateFiles
{
    // Nothing reads the text but PostgreSQL, so only what JSON itself demands is escaped.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToJson(IReadOnlyDictionary<string, string> files) => JsonSerializer.Serialize(files, Compact);

    public static IReadOnlyDictionary<string, string> FromJson(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
