using TemplateWorker.Administration;

namespace TemplateWorker.Hosting.Migrations;

/// <summary>How many rows there are, in words: <c>3 rows</c>, <c>about 412000 rows</c>.</summary>
internal static class RowText
{
    /// <param name="rows">How many.</param>
    /// <param name="isExact">Whether they were counted; otherwise they are the server's estimate.</param>
    public static string Of(long rows, bool isExact) => $"{(isExact ? "" : "about ")}{Cell.Of(rows)} {(rows == 1 ? "row" : "rows")}";
}
