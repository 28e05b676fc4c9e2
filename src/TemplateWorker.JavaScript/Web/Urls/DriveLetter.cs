namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>Drives of Windows in file URLs, such as <c>C:</c> or <c>C|</c>.</summary>
internal static class DriveLetter
{
    public static bool Is(ReadOnlySpan<char> text) => text.Length == 2 && char.IsAsciiLetter(text[0]) && (text[1] is ':' or '|');

    public static bool IsNormal(ReadOnlySpan<char> text) => Is(text) && text[1] == ':';

    public static bool Starts(ReadOnlySpan<char> text) =>
        text.Length >= 2 && Is(text[..2]) && (text.Length == 2 || text[2] is '/' or '\\' or '?' or '#');
}
