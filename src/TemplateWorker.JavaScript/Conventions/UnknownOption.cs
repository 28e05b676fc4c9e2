namespace TemplateWorker.JavaScript.Conventions;

/// <summary>The error for an option that a function does not have.</summary>
internal static class UnknownOption
{
    private const int MaxShown = 64;

    /// <param name="what">The function.</param>
    /// <param name="name">The option that was given.</param>
    /// <param name="known">The options that the function has.</param>
    public static string Message(string what, string name, IReadOnlyCollection<string> known) =>
        $"{what}: there is no option '{Excerpt.Of(name, MaxShown)}'; "
        + (Nearest.Of(name, known) is { } near ? $"did you mean '{near}'?"
            : known.Count == 1 ? $"there is '{known.First()}' alone"
            : $"there are {string.Join(", ", known.Select(option => $"'{option}'"))}");
}
