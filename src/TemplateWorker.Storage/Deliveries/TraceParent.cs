using System.Buffers;

namespace TemplateWorker.Storage.Deliveries;

/// <summary>
/// Where an event belongs in a distributed trace: the <c>traceparent</c> of W3C Trace Context, level 1. It travels unchanged from the request through
/// runs, emitted events and actions to the receiver.
/// </summary>
public sealed record TraceParent
{
    /// <summary>Characters of the text.</summary>
    public const int Length = 55;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    private TraceParent(string text) => Text = text;

    /// <summary>In the form of version 00: <c>00-trace id-parent id-flags</c>.</summary>
    public string Text { get; }

    /// <summary>Takes a text, from a header for example.</summary>
    /// <returns>
    /// Null for null, and for what the specification says to ignore. Of a later version the parts that version 00 knows.
    /// </returns>
    public static TraceParent? Parse(string? text)
    {
        if (text is null || text.Length < Length || text[2] != '-' || text[35] != '-' || text[52] != '-')
        {
            return null;
        }

        var version = text.AsSpan(0, 2);
        var isLongEnough = text.Length == Length || (version is not "00" && text[Length] == '-');
        return isLongEnough && IsHex(version) && version is not "ff" && IsId(text.AsSpan(3, 32)) && IsId(text.AsSpan(36, 16)) && IsHex(text.AsSpan(53, 2))
            ? new TraceParent(version is "00" ? text : $"00{text.AsSpan(2, Length - 2)}")
            : null;
    }

    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    private static bool IsId(ReadOnlySpan<char> text) => IsHex(text) && text.ContainsAnyExcept('0');

    private static bool IsHex(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(Digits);
}
