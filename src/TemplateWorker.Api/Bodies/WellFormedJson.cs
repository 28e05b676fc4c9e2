using System.Text.Json;
using System.Text.Unicode;

namespace TemplateWorker.Api.Bodies;

/// <summary>Checks whether untrusted bytes are exactly one JSON value.</summary>
internal static class WellFormedJson
{
    /// <summary>What a run may return is 100 levels deep, of which a wrapped map or date takes a few each.</summary>
    private const int MaxDepth = 1000;

    public static bool Test(ReadOnlySpan<byte> utf8)
    {
        if (!Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            var json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (json.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
