using System.Globalization;
using System.Text;

namespace TemplateWorker.JavaScript.Web.Urls;

/// <summary>A parsed URL, which the parser fills and setters change.</summary>
internal sealed class UrlRecord
{
    public string Scheme { get; set; } = "";

    public string Username { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>As it is written; empty for an empty host, null for none.</summary>
    public string? Host { get; set; }

    public int? Port { get; set; }

    public List<string> Path { get; private set; } = [];

    /// <summary>The path of a URL such as <c>mailto:a@b</c>, which has no segments; null for all others.</summary>
    public string? OpaquePath { get; set; }

    public string? Query { get; set; }

    public string? Fragment { get; set; }

    public bool IsSpecial => SpecialSchemes.Contains(Scheme);

    public bool HasCredentials => Username.Length > 0 || Password.Length > 0;

    public bool CanHaveCredentialsAndPort => Host is { Length: > 0 } && Scheme != "file";

    public string PathText => OpaquePath ?? string.Concat(Path.Select(segment => "/" + segment));

    public string HostText => Host + PortSuffix;

    private string PortSuffix => Port is { } port ? string.Create(CultureInfo.InvariantCulture, $":{port}") : "";

    /// <summary>Of the web's own schemes; <c>null</c> as text for the others.</summary>
    public string Origin => Scheme switch
    {
        "http" or "https" or "ws" or "wss" or "ftp" => $"{Scheme}://{HostText}",
        "blob" => UrlParser.Parse(PathText, null) is { Scheme: "http" or "https" } inner ? inner.Origin : "null",
        _ => "null",
    };

    public void TakeAuthority(UrlRecord other)
    {
        Username = other.Username;
        Password = other.Password;
        Host = other.Host;
        Port = other.Port;
    }

    public void TakePath(UrlRecord other)
    {
        OpaquePath = other.OpaquePath;
        Path = [.. other.Path];
    }

    /// <summary>Removes the last segment; the drive of a file URL stays.</summary>
    public void ShortenPath()
    {
        if (Path.Count > 0 && !(Scheme == "file" && Path.Count == 1 && DriveLetter.IsNormal(Path[0])))
        {
            Path.RemoveAt(Path.Count - 1);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder(Scheme).Append(':');
        if (Host is not null)
        {
            text.Append("//");
            if (HasCredentials)
            {
                text.Append(Username).Append(Password.Length > 0 ? ":" + Password : "").Append('@');
            }

            text.Append(HostText);
        }
        else if (OpaquePath is null && Path.Count > 1 && Path[0].Length == 0)
        {
            // Without it, the path would read as a host.
            text.Append("/.");
        }

        text.Append(PathText);
        text.Append(Query is null ? "" : "?" + Query);
        return text.Append(Fragment is null ? "" : "#" + Fragment).ToString();
    }
}
