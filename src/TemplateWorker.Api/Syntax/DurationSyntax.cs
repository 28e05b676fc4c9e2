using System.Globalization;
using System.Text;

namespace TemplateWorker.Api.Syntax;

/// <summary>
/// A length of time: whole numbers with units <c>h</c>, <c>m</c>, <c>s</c>, <c>ms</c>, largest unit first, each at most
/// once (<c>1m30s</c>). A bare number has no unit and is refused, zero included.
/// </summary>
internal sealed class DurationSyntax(TimeSpan min, TimeSpan max) : ValueSyntax<TimeSpan>
{
    private static readonly (string Name, TimeSpan Length)[] Units =
    [
        ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <inheritdoc/>
    public override string Description => $"duration, {Show(min)} to {Show(max)}";

    /// <summary>A duration as this syntax writes it, rounded down to milliseconds.</summary>
    public static string Show(TimeSpan value)
    {
        var text = new StringBuilder();
        foreach (var (name, length) in Units)
        {
            var count = value.Ticks / length.Ticks;
            value -= length * count;
            _ = count == 0 ? text : text.Append(CultureInfo.InvariantCulture, $"{count}{name}");
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    /// <inheritdoc/>
    public override Parsed<TimeSpan> Parse(string text)
    {
        if (Read(text) is not { } value)
        {
            return Parsed<TimeSpan>.Bad($"must be a duration such as 500ms, 10s, 1m30s or 24h, was {Quoted.Text(text)}");
        }

        return value < min ? Parsed<TimeSpan>.Bad($"must be at least {Show(min)}, was {text}")
            : value > max ? Parsed<TimeSpan>.Bad($"must be at most {Show(max)}, was {text}")
            : Parsed<TimeSpan>.Good(value);
    }

    /// <inheritdoc/>
    public override string Format(TimeSpan value) => Show(value);

    private static TimeSpan? Read(string text)
    {
        // Nine digits of the largest unit stay far from the end of TimeSpan, so that nothing here can overflow.
        const int maxDigits = 9;
        var total = TimeSpan.Zero;
        var rest = text.AsSpan();
        var nextUnit = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > maxDigits)
            {
                return null;
            }

            var count = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            var end = rest.IndexOfAnyInRange('0', '9');
            var unitText = (end < 0 ? rest : rest[..end]).ToString();
            var unit = Array.FindIndex(Units, nextUnit, candidate => candidate.Name == unitText);
            if (unit < 0)
            {
                return null;
            }

            total += Units[unit].Length * count;
            nextUnit = unit + 1;
            rest = rest[unitText.Length..];
        }

        return nextUnit == 0 ? null : total;
    }
}
