using System.Globalization;

namespace TemplateWorker.Api.Syntax;

/// <summary>A moment as in RFC 3339. It has an offset in any case: a time without one would mean another moment on another machine.</summary>
internal sealed class TimeSyntax : ValueSyntax<DateTimeOffset>
{
    // "2026-11-21" and no more is a day, and its last hyphen no offset.
    private const int DateLength = 10;

    /// <inheritdoc/>
    public override string Description => "time with an offset, such as `2026-11-21T08:00:00Z`";

    /// <inheritdoc/>
    public override Parsed<DateTimeOffset> Parse(string text)
    {
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            && text.Length > DateLength && (text[^1] is 'Z' or 'z' || text.LastIndexOfAny(['+', '-']) > DateLength);
        return isTime
            ? Parsed<DateTimeOffset>.Good(time)
            : Parsed<DateTimeOffset>.Bad($"must be a time with an offset as in RFC 3339, such as 2026-11-21T08:00:00Z, was {Quoted.Text(text)}");
    }

    /// <inheritdoc/>
    public override string Format(DateTimeOffset value) => value.ToString("O", CultureInfo.InvariantCulture);
}
