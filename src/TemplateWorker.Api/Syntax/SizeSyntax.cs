using System.Globalization;

namespace TemplateWorker.Api.Syntax;

/// <summary>
/// A number of bytes: a whole number, bare or with <c>B</c>, <c>KiB</c>, <c>MiB</c> or <c>GiB</c>. <c>KB</c>, <c>MB</c> and
/// <c>M</c> are refused, since people mean different things by them.
/// </summary>
internal sealed class SizeSyntax(long min, long max) : ValueSyntax<long>
{
    private static readonly (string Name, long Bytes)[] Units = [("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    /// <inheritdoc/>
    public override string Description => $"size, {Show(min)} to {Show(max)}";

    /// <summary>A size as this syntax writes it: in the largest unit that leaves a whole number.</summary>
    public static string Show(long value)
    {
        var (name, bytes) = Array.Find(Units, unit => value >= unit.Bytes && value % unit.Bytes == 0);
        return name is null or "B" ? value.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{value / bytes}{name}");
    }

    /// <inheritdoc/>
    public override Parsed<long> Parse(string text)
    {
        if (Read(text) is not { } value)
        {
            return Parsed<long>.Bad($"must be a size such as 512, 256KiB, 64MiB or 1GiB, was {Quoted.Text(text)}");
        }

        return value < min ? Parsed<long>.Bad($"must be at least {Show(min)}, was {text}")
            : value > max ? Parsed<long>.Bad($"must be at most {Show(max)}, was {text}")
            : Parsed<long>.Good(value);
    }

    /// <inheritdoc/>
    public override string Format(long value) => Show(value);

    private static long? Read(string text)
    {
        // Nine digits of GiB stay below 2^60.
        const int maxDigits = 9;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var plain) ? plain : null;
        }

        var unit = Array.Find(Units, candidate => text.AsSpan(digits).SequenceEqual(candidate.Name));
        return unit.Name is null || digits is < 1 or > maxDigits
            ? null
            : long.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture) * unit.Bytes;
    }
}
