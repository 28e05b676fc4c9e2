using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateWorker.Console.DeadLetters;

/// <summary>Writes a payload for people to read. Pure.</summary>
internal static class PayloadText
{
    // Larger ones are shown as they are: their beginning is all that fits the page.
    private const int MostCharacters = 64 << 10;

    // The page encodes for HTML.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    public static string Of(string json)
    {
        if (json.Length > MostCharacters)
        {
            return json;
        }

        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Indented.MaxDepth });
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }
}
