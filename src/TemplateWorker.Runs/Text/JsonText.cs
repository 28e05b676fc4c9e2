using System.Text.Json;

namespace TemplateWorker.Runs.Text;

/// <summary>Compares JSON values regardless of formatting: PostgreSQL reorders keys and adds spaces.</summary>
internal static class JsonText
{
    // Migrations and SQL have stored what no template may write today.
    private static readonly JsonDocumentOptions Stored = new() { MaxDepth = 20_000 };

    /// <summary>The deepest nesting; the bootstrap and the HTTP layer refuse deeper values.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>Whether two JSON texts hold the same value; null means absent and equals only null.</summary>
    public static bool Same(string? left, string? right)
    {
        if (left is null || right is null || string.Equals(left, right, StringComparison.Ordinal))
        {
            return string.Equals(left, right, StringComparison.Ordinal);
        }

        using var a = JsonDocument.Parse(left, Stored);
        using var b = JsonDocument.Parse(right, Stored);
        return JsonElement.DeepEquals(a.RootElement, b.RootElement);
    }
}
