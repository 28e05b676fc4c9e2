using System.Text;

namespace TemplateWorker.Storage;

/// <summary>
/// PostgreSQL's literal of a <c>text[]</c>, every element quoted. Arrays of arrays go to the server as arrays of these,
/// because <c>unnest</c> would flatten them.
/// </summary>
internal static class TextArray
{
    public static string Literal(IReadOnlyList<string> elements)
    {
        if (elements.Count == 0)
        {
            return "{}";
        }

        var literal = new StringBuilder("{");
        foreach (var element in elements)
        {
            literal.Append(literal.Length > 1 ? ",\"" : "\"");
            foreach (var character in element)
            {
                if (character is '"' or '\\')
                {
                    literal.Append('\\');
                }

                literal.Append(character);
            }

            literal.Append('"');
        }

        return literal.Append('}').ToString();
    }
}
