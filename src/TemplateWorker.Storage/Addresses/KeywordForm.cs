using System.Text;

namespace TemplateWorker.Storage.Addresses;

/// <summary>
/// Reads <c>name=value</c> pairs with white space between them. A value with white space, or an empty one, stands in single
/// quotes; a backslash takes the character after it literally.
/// </summary>
internal static class KeywordForm
{
    /// <returns>What is wrong, or null. Values are never quoted in it.</returns>
    public static string? Read(string text, List<AddressSetting> settings)
    {
        var position = 0;
        var mayQuote = true;
        while (SkipSpace(text, ref position))
        {
            var start = position;
            while (position < text.Length && text[position] != '=' && !char.IsWhiteSpace(text[position]))
            {
                position++;
            }

            var name = text[start..position];
            if (!SkipSpace(text, ref position) || text[position] != '=')
            {
                return settings.Count == 0
                    ? $"In the address, '=' is missing after {Shown(name, mayQuote)}."
                    : $"In the address, what follows the value of {Shown(settings[^1].Name, settings[^1].MayQuote)} is not name=value. A value with spaces needs single quotes.";
            }

            position++;
            if (ReadValue(text, ref position) is not { } value)
            {
                return $"In the address, the quote around the value of {Shown(name, mayQuote)} is not closed.";
            }

            settings.Add(new AddressSetting(name, value, mayQuote));
            mayQuote &= !UrlForm.Secrets.Contains(name);
        }

        return null;
    }

    private static string Shown(string name, bool mayQuote) =>
        AddressSetting.Show(name, mayQuote) is { } shown ? $"'{shown}'" : "a parameter";

    private static bool SkipSpace(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position < text.Length;
    }

    private static string? ReadValue(string text, ref int position)
    {
        if (!SkipSpace(text, ref position))
        {
            return "";
        }

        var quoted = text[position] == '\'';
        position += quoted ? 1 : 0;
        var value = new StringBuilder();
        for (; position < text.Length; position++)
        {
            if (quoted ? text[position] == '\'' : char.IsWhiteSpace(text[position]))
            {
                position++;
                return value.ToString();
            }

            if (text[position] == '\\' && position + 1 < text.Length)
            {
                position++;
            }

            value.Append(text[position]);
        }

        return quoted ? null : value.ToString();
    }
}
