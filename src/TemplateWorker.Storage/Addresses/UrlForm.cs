namespace TemplateWorker.Storage.Addresses;

/// <summary>Reads what follows <c>postgresql://</c>: <c>[user[:password]@][host][:port][,…][/database][?name=value&amp;…]</c>.</summary>
/// <remarks>
/// A password with an unencoded '@', '/', '?' or ':' moves into what looks like another part. So parts are only quoted in
/// errors where no '@' follows that would make them part of the credentials.
/// </remarks>
internal static class UrlForm
{
    /// <summary>The parameters whose value, cut short by a character that needed encoding, continues as other parameters.</summary>
    public static readonly IReadOnlySet<string> Secrets = new HashSet<string>(StringComparer.Ordinal) { "password", "sslpassword" };

    private const string EncodingHint =
        "Inside user and password write %40 for '@', %2F for '/', %3A for ':', %3F for '?', %26 for '&' and %25 for '%'.";

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
            ?? ReadHosts(front[(at + 1)..authorityEnd], settings, mayQuote: at >= 0 || !text.Contains('@', StringComparison.Ordinal))
            ?? ReadPart("dbname", slash < 0 ? "" : front[(slash + 1)..], settings)
            ?? ReadQuery(question < 0 ? "" : text[(question + 1)..], settings, mayQuote: !text.AsSpan(front.Length).Contains('@'));
    }

    private static string? ReadCredentials(string text, List<AddressSetting> settings)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? ReadPart("user", text, settings)
            : ReadPart("user", text[..colon], settings) ?? ReadPart("password", text[(colon + 1)..], settings);
    }

    private static string? ReadHosts(string text, List<AddressSetting> settings, bool mayQuote)
    {
        List<string> hosts = [];
        List<string> ports = [];
        foreach (var part in text.Split(','))
        {
            if (ReadHost(part, out var host, out var port) is { } fault)
            {
                return fault;
            }

            // What stands before a forgotten '@' and host looks like host and port, and may be user and password.
            if (port.Length > 0 && !IsPort(port) && (!mayQuote || settings.Count == 0))
            {
                return $"The address has no number where its port should be. {EncodingHint}";
            }

            hosts.Add(host);
            ports.Add(port);
        }

        return ReadPart("host", string.Join(',', hosts), settings)
            ?? ReadPart("port", ports.TrueForAll(port => port.Length == 0) ? "" : string.Join(',', ports), settings);
    }

    private static bool IsPort(string text) => text.Length <= 5 && text.All(char.IsAsciiDigit);

    private static string? ReadHost(string text, out string host, out string port)
    {
        port = "";
        host = text;
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

        host = hostEnd < 0 ? text : text[..hostEnd];
        port = hostEnd < 0 || hostEnd == text.Length ? "" : text[(hostEnd + 1)..];
        host = host.StartsWith('[') ? host[1..^1] : host;
        return null;
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

        settings.Add(new AddressSetting(name, value, MayQuote: name is "host" or "port"));
        return null;
    }

    private static string? ReadQuery(string text, List<AddressSetting> settings, bool mayQuote)
    {
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=');
            if (parts.Length != 2 || !PercentEncoding.TryDecode(parts[0], out var name) || !PercentEncoding.TryDecode(parts[1], out var value))
            {
                return AddressSetting.Show(parts[0], mayQuote) is { } shown
                    ? $"After '?', the address must be a list of name=value, '&' between them and percent-encoded; '{shown}' is not part of one."
                    : $"After '?', the address must be a list of name=value, '&' between them and percent-encoded. {EncodingHint}";
            }

            // JDBC's spelling, which libpq takes too.
            settings.Add(name == "ssl" && value == "true"
                ? new AddressSetting("sslmode", "require", mayQuote)
                : new AddressSetting(name, value, mayQuote));
            mayQuote &= !Secrets.Contains(name);
        }

        return null;
    }
}
