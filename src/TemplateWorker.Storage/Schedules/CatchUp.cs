namespace TemplateWorker.Storage.Schedules;

/// <summary>Which missed times of a schedule are made up for.</summary>
public enum CatchUp
{
    /// <summary>None of them.</summary>
    None,

    /// <summary>The last one.</summary>
    Last,

    /// <summary>All of them, up to a bound.</summary>
    All,
}

/// <summary>The words for <see cref="CatchUp"/> in the database, the HTTP API and templates.</summary>
public static class CatchUpWords
{
    /// <summary>All words, the default first.</summary>
    public static IReadOnlyList<string> All { get; } = ["none", "last", "all"];

    /// <summary>The word for a value.</summary>
    public static string Word(this CatchUp value) => All[(int)value];

    /// <summary>Finds the value of a word; upper case is not accepted.</summary>
    /// <returns>Null for any other text.</returns>
    public static CatchUp? Find(string word) => word switch
    {
        "none" => CatchUp.None,
        "last" => CatchUp.Last,
        "all" => CatchUp.All,
        _ => null,
    };

    /// <summary>The value of a word that was checked before.</summary>
    /// <exception cref="FormatException">It is not one of <see cref="All"/>.</exception>
    public static CatchUp Parse(string word) => Find(word) ?? throw new FormatException($"'{word}' is not a catch_up value.");
}
