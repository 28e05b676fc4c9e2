namespace TemplateWorker.JavaScript.Conventions;

/// <summary>The <c>{"$type", "value"}</c> objects in which values cross that JSON cannot say. See <c>docs/templates.md</c>.</summary>
internal static class ValueWrappers
{
    /// <summary>False for nearly all text, which is then parsed without a second look. An escape may spell the key in another way.</summary>
    public static bool MayBeIn(string json) =>
        json.Contains("$type\"", StringComparison.Ordinal) || json.Contains("\\u", StringComparison.Ordinal);
}
