using System.Text.Json;

namespace TemplateWorker.Runs.Text;

/// <summary>Comparing values by what they say, not by how they are written: PostgreSQL reorders keys and adds spaces.</summary>
internal static class JsonText
{
    /// <summary>How deep values may be nested; the bootstrap and the HTTP layer refuse deeper ones.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>Whether two JSON texts say the same value; null is "absent" and equals only itself.</summary>
    public static bool Same(string? left, string? right)
    {
        if (left is null || right is null || string.Equals(left, right, StringComparison.Ordinal))
        {
            return string.Equals(left, right, StringComparison.Ordinal);
        }

        using var a = JsonDocument.Parse(left, Options);
        using var b = JsonDocument.Parse(right, Options);
        return JsonElement.DeepEquals(a.RootElement, b.RootElement);
    }
}
