using System.Globalization;
using TemplateWorker.EndToEnd.Tests.Faults;

namespace TemplateWorker.EndToEnd.Tests.Chaos;

/// <summary>What the fault suite was asked to do.</summary>
internal sealed record ChaosArguments
{
    private const int MaxRounds = 1000;

    public IReadOnlyList<Fault> Faults { get; init; } = Fault.All;

    public int Rounds { get; init; } = 1;

    public bool IsShort { get; init; }

    public static string Usage { get; } = $"""
        usage: ./dev chaos [NAME…] [--rounds N] [--short]

        {string.Join('\n', Fault.All.Select(fault => $"  {fault.Name,-25}{fault.Sentence}"))}

          --rounds N               play them so many times (default 1, at most {MaxRounds})
          --short                  as in the tests: fewer tenants, seconds instead of minutes
        """;

    /// <returns>What is wrong, or null.</returns>
    public static string? TryParse(IReadOnlyList<string> arguments, out ChaosArguments parsed)
    {
        parsed = new ChaosArguments();
        List<Fault> named = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--short":
                    parsed = parsed with { IsShort = true };
                    break;
                case "--rounds" when i + 1 < arguments.Count
                    && int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds is > 0 and <= MaxRounds:
                    parsed = parsed with { Rounds = rounds };
                    i++;
                    break;
                case "--rounds":
                    return $"--rounds needs a number from 1 to {MaxRounds}.";
                case var name when Fault.All.FirstOrDefault(fault => fault.Name == name) is { } fault:
                    named.Add(fault);
                    break;
                default:
                    return $"'{arguments[i]}' is neither a fault nor an option.";
            }
        }

        parsed = named.Count > 0 ? parsed with { Faults = named } : parsed;
        return null;
    }
}
