using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>What scripts ask of URLs, as text.</summary>
internal static class UrlText
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The URL's parts as a JSON object; null when the text is no URL.</returns>
    public static string? Parse(string text, string? baseText)
    {
        UrlRecord? baseUrl = null;
        if (baseText is not null)
        {
            baseUrl = UrlParser.Parse(baseText, null);
            if (baseUrl is null)
            {
                return null;
            }
        }

        return UrlParser.Parse(text, baseUrl) is { } url ? Write(url) : null;
    }

    /// <summary>Sets one part of a URL, as the property of that name does.</summary>
    /// <returns>The parts of the URL as it is then; null when <paramref name="href"/> is no URL.</returns>
    public static string? Change(string href, string part, string value)
    {
        if (UrlParser.Parse(href, null) is not { } url)
        {
            return null;
        }

        switch (part)
        {
            case "protocol":
                UrlParser.Change(url, UrlState.SchemeStart, value + ":");
                break;
            case "username" when url.CanHaveCredentialsAndPort:
                url.Username = UrlEscapes.Encode(value, UrlEscapes.UserInfo);
                break;
            case "password" when url.CanHaveCredentialsAndPort:
                url.Password = UrlEscapes.Encode(value, UrlEscapes.UserInfo);
                break;
            case "host" when url.OpaquePath is null:
                UrlParser.Change(url, UrlState.Host, value);
                break;
            case "hostname" when url.OpaquePath is null:
                UrlParser.Change(url, UrlState.Hostname, value);
                break;
            case "port" when url.CanHaveCredentialsAndPort && value.Length == 0:
                url.Port = null;
                break;
            case "port" when url.CanHaveCredentialsAndPort:
                UrlParser.Change(url, UrlState.Port, value);
                break;
            case "pathname" when url.OpaquePath is null:
                url.Path.Clear();
                UrlParser.Change(url, UrlState.PathStart, value);
                break;
            case "search":
                url.Query = value.Length == 0 ? null : "";
                ChangeUnlessEmpty(url, UrlState.Query, value, '?');
                break;
            case "hash":
                url.Fragment = value.Length == 0 ? null : "";
                ChangeUnlessEmpty(url, UrlState.Fragment, value, '#');
                break;
        }

        return Write(url);
    }

    private static void ChangeUnlessEmpty(UrlRecord url, UrlState state, string value, char mark)
    {
        if (value.Length > 0)
        {
            UrlParser.Change(url, state, value[0] == mark ? value[1..] : value);
        }
    }

    private static string Write(UrlRecord url)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteString("href", url.ToString());
            json.WriteString("origin", url.Origin);
            json.WriteString("protocol", url.Scheme + ":");
            json.WriteString("username", url.Username);
            json.WriteString("password", url.Password);
            json.WriteString("host", url.HostText);
            json.WriteString("hostname", url.Host ?? "");
            json.WriteString("port", url.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "");
            json.WriteString("pathname", url.PathText);
            json.WriteString("search", string.IsNullOrEmpty(url.Query) ? "" : "?" + url.Query);
            json.WriteString("hash", string.IsNullOrEmpty(url.Fragment) ? "" : "#" + url.Fragment);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
