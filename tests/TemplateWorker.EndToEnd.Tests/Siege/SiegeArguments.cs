using System.Globalization;

namespace TemplateWorker.EndToEnd.Tests.Siege;

/// <summary>What the siege was asked to do.</summary>
internal sealed record SiegeArguments
{
    private const int MaxSeconds = 3600;

    public IReadOnlyList<Attack> Attacks { get; init; } = Attack.All;

    /// <summary>Attacking tenants at a time; each attack is made with each number.</summary>
    public IReadOnlyList<int> Attackers { get; init; } = [1, 5, 50];

    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(20);

    public static string Usage { get; } = $"""
        usage: ./dev siege [NAME…] [--attackers LIST] [--seconds N]

        {string.Join('\n', Attack.All.Select(attack => $"  {attack.Name,-16}{attack.Sentence}"))}

          --attackers LIST  numbers of attacking tenants, such as 1,5,50 (the default)
          --seconds N       how long each attack lasts, and the quiet before it (default 20, at most {MaxSeconds})
        """;

    /// <returns>What is wrong, or null.</returns>
    public static string? TryParse(IReadOnlyList<string> arguments, out SiegeArguments parsed)
    {
        parsed = new SiegeArguments();
        List<Attack> named = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--attackers" when Numbers(value) is { } numbers:
                    parsed = parsed with { Attackers = numbers };
                    i++;
                    break;
                case "--attackers":
                    return $"--attackers needs a list of numbers from 1 to 1000, was '{value}'.";
                case "--seconds" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MaxSeconds:
                    parsed = parsed with { Time = TimeSpan.FromSeconds(seconds) };
                    i++;
                    break;
                case "--seconds":
                    return $"--seconds needs a number from 1 to {MaxSeconds}, was '{value}'.";
                case var name when Attack.All.FirstOrDefault(attack => attack.Name == name) is { } attack:
                    named.Add(attack);
                    break;
                default:
                    return $"'{arguments[i]}' is neither an attack nor an option.";
            }
        }

        parsed = named.Count > 0 ? parsed with { Attacks = named } : parsed;
        return null;
    }

    private static int[]? Numbers(string list)
    {
        var numbers = list.Split(',').Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToArray();
        return numbers.All(number => number is > 0 and <= 1000) ? numbers : null;
    }
}
