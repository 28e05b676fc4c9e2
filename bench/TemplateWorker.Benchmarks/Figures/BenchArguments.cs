using System.Globalization;

namespace TemplateWorker.Benchmarks.Figures;

/// <summary>What <c>bench</c> was asked to do.</summary>
internal sealed record BenchArguments
{
    public const string Usage = """
        usage: bench [--seconds N] [--only a,b,…] [--engines LIST] [--rows N] [--output FILE]

          --seconds N    measured time of each load, in seconds, spread over five rounds (default 20, from 1 to 3600)
          --only LIST    of the figures a to t, only these; c without d has no ratio, and so on (default: all)
          --engines LIST of jint and javascriptcore; everything is measured with each, one after the other (default: jint)
          --rows N       actions of one tenant in figure t (default 1000000, from 1000 to 10000000)
          --output FILE  where the JSON goes (default: bench.json in the current folder)
        """;

    private const int MaxSeconds = 3600;
    private const int MinRows = 1_000;
    private const int MaxRows = 10_000_000;
    private static readonly string[] EngineNames = ["jint", "javascriptcore"];

    /// <summary>Measured time of each load, spread over <see cref="Rounds"/>.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The figures asked for.</summary>
    public IReadOnlySet<Figure> Only { get; init; } = Enum.GetValues<Figure>().ToHashSet();

    /// <summary>The script engines to measure with, as <c>scripting.engine</c> names them.</summary>
    public IReadOnlyList<string> Engines { get; init; } = [EngineNames[0]];

    /// <summary>The actions of one tenant beside which others are measured.</summary>
    public int Rows { get; init; } = 1_000_000;

    public string Output { get; init; } = "bench.json";

    /// <summary>Loads that are compared take turns, so that what disturbs the machine disturbs all of them.</summary>
    public static int Rounds => 5;

    public TimeSpan RoundTime => Time / Rounds;

    /// <summary>Where the JSON of one engine goes: with the engine's name before the extension when there are several.</summary>
    public string OutputFor(string engine) => Engines.Count == 1
        ? Output
        : Path.Combine(
            Path.GetDirectoryName(Output) ?? "", $"{Path.GetFileNameWithoutExtension(Output)}-{engine}{Path.GetExtension(Output)}");

    public bool Wants(params ReadOnlySpan<Figure> figures)
    {
        foreach (var figure in figures)
        {
            if (Only.Contains(figure))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>What is wrong, or null.</returns>
    public static string? TryParse(IReadOnlyList<string> arguments, out BenchArguments parsed)
    {
        parsed = new BenchArguments();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count)
            {
                return $"{arguments[i]} needs a value, or is not known.";
            }

            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--seconds" when int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MaxSeconds:
                    parsed = parsed with { Time = TimeSpan.FromSeconds(seconds) };
                    break;
                case "--seconds":
                    return $"--seconds must be a whole number from 1 to {MaxSeconds}, was '{value}'.";
                case "--rows" when int.TryParse(value, CultureInfo.InvariantCulture, out var rows) && rows is >= MinRows and <= MaxRows:
                    parsed = parsed with { Rows = rows };
                    break;
                case "--rows":
                    return $"--rows must be a whole number from {MinRows} to {MaxRows}, was '{value}'.";
                case "--only" when Parse(value) is { } figures:
                    parsed = parsed with { Only = figures };
                    break;
                case "--only":
                    return $"--only must be a list of the letters a to t, such as b,c, was '{value}'.";
                case "--engines" when value.Split(',') is var engines && engines.All(EngineNames.Contains) && engines.Distinct(StringComparer.Ordinal).Count() == engines.Length:
                    parsed = parsed with { Engines = engines };
                    break;
                case "--engines":
                    return $"--engines must be a list of jint and javascriptcore, each once, was '{value}'.";
                case "--output" when value.Length > 0 && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(value))):
                    parsed = parsed with { Output = value };
                    break;
                case "--output":
                    return $"--output must be a file in a folder that exists, was '{value}'.";
                default:
                    return $"{arguments[i]} is not known.";
            }
        }

        return null;
    }

    private static HashSet<Figure>? Parse(string list)
    {
        var figures = new HashSet<Figure>();
        foreach (var letter in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (letter is not [>= 'a' and <= 't'])
            {
                return null;
            }

            figures.Add((Figure)(letter[0] - 'a'));
        }

        return figures;
    }
}
