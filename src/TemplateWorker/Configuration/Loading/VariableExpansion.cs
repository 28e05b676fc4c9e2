using System.Text;
using TemplateWorker.Api.Syntax;

namespace TemplateWorker.Configuration.Loading;

/// <summary>
/// Puts the environment into a value: <c>${NAME}</c>, <c>${NAME:-default}</c> (when the variable is unset or empty), and
/// <c>$$</c> for a dollar sign. What a variable holds is not expanded again. Any other dollar sign is a fault, so that
/// <c>$NAME</c> is not taken literally by mistake. No message holds a variable's value.
/// </summary>
internal static class VariableExpansion
{
    private const string DefaultMark = ":-";

    /// <summary>The value with the variables in it.</summary>
    public static Parsed<string> Expand(string text, IReadOnlyDictionary<string, string> environment)
    {
        var expanded = new StringBuilder();
        var at = 0;
        while (text.IndexOf('$', at) is >= 0 and var dollar)
        {
            expanded.Append(text, at, dollar - at);
            var next = dollar + 1 < text.Length ? text[dollar + 1] : '\0';
            if (next == '$')
            {
                expanded.Append('$');
                at = dollar + 2;
                continue;
            }

            var end = next == '{' ? text.IndexOf('}', dollar) : -1;
            if (end < 0)
            {
                return Parsed<string>.Bad(next == '{'
                    ? "has a '${' without '}'"
                    : "has a lone '$': write ${NAME} for a variable, or $$ for a dollar sign");
            }

            var (value, fault) = Look(text[(dollar + 2)..end], environment);
            if (fault is not null)
            {
                return Parsed<string>.Bad(fault);
            }

            expanded.Append(value);
            at = end + 1;
        }

        return Parsed<string>.Good(expanded.Append(text, at, text.Length - at).ToString());
    }

    private static Parsed<string> Look(string reference, IReadOnlyDictionary<string, string> environment)
    {
        var mark = reference.IndexOf(DefaultMark, StringComparison.Ordinal);
        var name = mark < 0 ? reference : reference[..mark];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
        {
            return Parsed<string>.Bad("has a '${…}' that is neither ${NAME} nor ${NAME:-default}; names are letters, digits and '_'");
        }

        var isSet = environment.TryGetValue(name, out var value);
        if (mark < 0)
        {
            return isSet
                ? Parsed<string>.Good(value!)
                : Parsed<string>.Bad($"needs the environment variable {name}, which is not set (${{{name}:-…}} gives a default)");
        }

        var fallback = reference[(mark + DefaultMark.Length)..];
        return fallback.Contains('$')
            ? Parsed<string>.Bad($"has a '$' in the default of ${{{name}:-…}}; defaults are plain text")
            : Parsed<string>.Good(string.IsNullOrEmpty(value) ? fallback : value);
    }
}
