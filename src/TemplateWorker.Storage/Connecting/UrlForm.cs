using System.Globalization;

namespace TemplateWorker.Storage.Connecting;

/// <summary>Reads what follows <c>postgresql://</c>: <c>[user[:password]@][host][:port][/database][?name=value&amp;…]</c>.</summary>
/// <remarks>
/// A password with an unencoded '@', '/', '?' or ':' moves into what looks like another part. So parts are only quoted in
/// errors where no '@' follows that would make them part of the credentials.
/// </remarks>
internal static class UrlForm
{
    private const string EncodingHint =
        "Inside user and password write %40 for '@', %2F for '/', %3A for ':', %3F for '?' and %25 for '%'.";

    /// <returns>What is wrong, or null.</returns>
    public static string? Read(string text, List<AddressSetting> settings)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var front = question < 0 ? text : text[..question];
        var at = front.IndexOf('@', StringComparison.Ordinal);
        if (at != front.LastIndexOf('@'))
        {
            return $"The address has more than one '@'. {EncodingHint}";
        }

        var slash = front.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0 && slash < at)
        {
            return $"The address has a '/' before its '@'. {EncodingHint}";
        }

        var authorityEnd = slash < 0 ? front.Length : slash;
        return ReadCredentials(at < 0 ? "" : front[..at], settings)
            ?? ReadHost(front[(at + 1)..authorityEnd], settings, mayQuote: at >= 0 || !text.Contains('@', StringComparison.Ordinal))
            ?? ReadPart("dbname", slash < 0 ? "" : front[(slash + 1)..], settings)
            ?? ReadQuery(question < 0 ? "" : text[(question + 1)..], settings);
    }

    private static string? ReadCredentials(string text, List<AddressSetting> settings)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? ReadPart("user", text, settings)
            : ReadPart("user", text[..colon], settings) ?? ReadPart("password", text[(colon + 1)..], settings);
    }

    private static string? ReadHost(string text, List<AddressSetting> settings, bool mayQuote)
    {
        var hostEnd = text.IndexOf(':', StringComparison.Ordinal);
        if (text.StartsWith('['))
        {
            var bracket = text.IndexOf(']', StringComparison.Ordinal);
            if (bracket < 0)
            {
                return "The address has a '[' without its ']' around the IPv6 host.";
            }

            hostEnd = bracket + 1;
            if (hostEnd < text.Length && text[hostEnd] != ':')
            {
                return "In the address, only ':' and a port may stand between ']' and the next '/'.";
            }
        }

        var host = hostEnd < 0 ? text : text[..hostEnd];
        var port = hostEnd < 0 || hostEnd == text.Length ? "" : text[(hostEnd + 1)..];
        if (port.Length > 0 && !mayQuote && !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return $"The address has no number where its port should be. {EncodingHint}";
        }

        return ReadPart("host", host.StartsWith('[') ? host[1..^1] : host, settings) ?? ReadPart("port", port, settings);
    }

    private static string? ReadPart(string name, string encoded, List<AddressSetting> settings)
    {
        if (encoded.Length == 0)
        {
            return null;
        }

        if (!PercentEncoding.TryDecode(encoded, out var value))
        {
            return $"The {name} in the address is not percent-encoded correctly: after each '%' stand two hexadecimal digits, and the bytes are UTF-8.";
        }

        settings.Add(new AddressSetting(name, value));
        return null;
    }

    private static string? ReadQuery(string text, List<AddressSetting> settings)
    {
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=');
            if (parts.Length != 2 || !PercentEncoding.TryDecode(parts[0], out var name) || !PercentEncoding.TryDecode(parts[1], out var value))
            {
                return pair.Contains('@', StringComparison.Ordinal)
                    ? $"After '?', the address must be a list of name=value. {EncodingHint}"
                    : $"After '?', the address must be a list of name=value, '&' between them and percent-encoded; '{parts[0]}' is not part of one.";
            }

            // JDBC's spelling, which libpq takes too.
            settings.Add(name == "ssl" && value == "true" ? new AddressSetting("sslmode", "require") : new AddressSetting(name, value));
        }

        return null;
    }
}
