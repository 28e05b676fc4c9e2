using System.Text.RegularExpressions;

namespace TemplateWorker.Console.DeadLetters;

/// <summary>What failures of one cause have in common: the template, the reason, and the message without what differs from case to case. Pure.</summary>
/// <param name="Template">The template.</param>
/// <param name="Reason">The named reason.</param>
/// <param name="Message">The first line of the message, with <c>…</c> in place of numbers, ids and quoted text.</param>
internal sealed partial record ErrorFingerprint(string Template, string Reason, string Message)
{
    private const int MaxCharacters = 200;

    public static ErrorFingerprint Of(string template, string? reason, string? message)
    {
        var line = (message ?? string.Empty).AsSpan();
        var end = line.IndexOf('\n');
        var first = (end < 0 ? line : line[..end])[..Math.Min(end < 0 ? line.Length : end, 4 * MaxCharacters)].ToString();
        var common = Varying().Replace(first, "…");
        return new ErrorFingerprint(template, reason ?? string.Empty, common.Length > MaxCharacters ? common[..MaxCharacters] : common);
    }

    // Quoted text, UUIDs and other hexadecimal ids, and numbers. No part of it can match in two ways, so the time grows with the text alone.
    [GeneratedRegex("""'[^']*'|"[^"]*"|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|0x[0-9a-fA-F]+|[0-9]+(\.[0-9]+)?""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Varying();
}
