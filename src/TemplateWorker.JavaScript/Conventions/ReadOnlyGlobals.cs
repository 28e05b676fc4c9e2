namespace TemplateWorker.JavaScript.Conventions;

/// <summary>What to write instead of an assignment to a member of a global.</summary>
internal static class ReadOnlyGlobals
{
    /// <summary>The remedy for each global.</summary>
    public static IReadOnlyDictionary<string, string> Remedies { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kv"] = "store values with kv.set(key, value)",
        ["state"] = "change the data with state.update(data => { … })",
        ["events"] = "keep what you need in a variable, or in kv",
        ["actions"] = "keep what you need in a variable, or in kv",
        ["console"] = "keep what you need in a variable, or in kv",
        ["template"] = "settings change when the template is published",
        ["ctx"] = "keep what you need in a variable, or in kv",
    };

    /// <param name="name">The global.</param>
    /// <param name="member">What was assigned to; null for the global itself.</param>
    public static string Message(string name, string? member) =>
        $"{name}{(member is null ? "" : "." + Excerpt.Of(member, 64))} cannot be set: {name} is read-only; {Remedies[name]}";
}
