using System.Net;
using System.Text.RegularExpressions;
using TemplateWorker.Api.Tests.Support;

namespace TemplateWorker.Console.Tests.Support;

/// <summary>As much of a browser as a test of HTTP needs: cookies, forms, no redirects.</summary>
internal sealed partial class Visitor(Uri server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server };

    /// <summary>The cookies that it has, by name.</summary>
    public Dictionary<string, string> Cookies { get; } = new(StringComparer.Ordinal);

    /// <summary>The headers that set cookies, as they came.</summary>
    public List<string> SetCookies { get; } = [];

    /// <summary>What forms of the last page carry; empty without a form.</summary>
    public string FormToken { get; private set; } = string.Empty;

    public Task<ApiAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, null, headers);

    /// <summary>Sends a form with the token of the last page.</summary>
    public Task<ApiAnswer> PostAsync(string path, params (string Name, string Value)[] fields) =>
        SendAsync("POST", path, [("form_token", FormToken), .. fields], []);

    /// <summary>Opens the page of a log-in and sends its form.</summary>
    public async Task<ApiAnswer> LogInAsync(string token, string path = "/console/login")
    {
        await GetAsync(path);
        return await PostAsync("/console/login", ("token", token));
    }

    /// <param name="method">The method.</param>
    /// <param name="path">The target, sent as it is.</param>
    /// <param name="fields">The fields of the form; null for no body.</param>
    /// <param name="headers">Further headers.</param>
    public async Task<ApiAnswer> SendAsync(string method, string path, (string Name, string Value)[]? fields, (string Name, string Value)[] headers)
    {
        var target = new Uri(server.ToString().TrimEnd('/') + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        if (fields is not null)
        {
            request.Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (Cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var response = await _client.SendAsync(request);
        foreach (var line in response.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
        {
            Keep(line);
        }

        var answer = await ApiAnswer.OfAsync(response);
        FormToken = Token().Match(answer.Text) is { Success: true } match ? match.Groups[1].Value : FormToken;
        return answer;
    }

    public void Dispose() => _client.Dispose();

    private void Keep(string line)
    {
        SetCookies.Add(line);
        var pair = line.Split(';')[0].Split('=', 2);
        if (line.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase))
        {
            Cookies.Remove(pair[0]);
        }
        else
        {
            Cookies[pair[0]] = WebUtility.UrlDecode(pair[1]);
        }
    }

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
