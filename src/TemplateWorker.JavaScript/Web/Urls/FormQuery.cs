namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>Queries in the form of <c>application/x-www-form-urlencoded</c>.</summary>
internal static class FormQuery
{
    /// <returns>Names and values in turn.</returns>
    public static List<string> Parse(string query)
    {
        var list = new List<string>();
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan(range);
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            list.Add(Decode(equals < 0 ? pair : pair[..equals]));
            list.Add(equals < 0 ? "" : Decode(pair[(equals + 1)..]));
        }

        return list;
    }

    public static string Encode(string text) => UrlEscapes.Encode(text, UrlEscapes.Form).Replace("%20", "+", StringComparison.Ordinal);

    private static string Decode(ReadOnlySpan<char> text) =>
        UrlEscapes.Decode(text.Contains('+') ? text.ToString().Replace('+', ' ') : text);
}
