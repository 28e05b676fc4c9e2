namespace TemplateWorker.Hosting.Migrations;

/// <summary>Cuts two statements to the part in which they begin to differ, since a statement may be a long function.</summary>
internal static class Excerpts
{
    private const int Before = 40;
    private const int Length = 160;

    public static (string? Applied, string? Known) Of(string? applied, string? known)
    {
        var same = applied is null || known is null ? 0 : applied.Zip(known).TakeWhile(pair => pair.First == pair.Second).Count();
        var start = Math.Max(0, same - Before);
        return (Cut(applied, start), Cut(known, start));
    }

    private static string? Cut(string? text, int start)
    {
        if (text is null)
        {
            return null;
        }

        var begin = Math.Min(start, text.Length);
        var end = Math.Min(begin + Length, text.Length);
        return $"{(begin > 0 ? "… " : "")}{text[begin..end]}{(end < text.Length ? " …" : "")}";
    }
}
