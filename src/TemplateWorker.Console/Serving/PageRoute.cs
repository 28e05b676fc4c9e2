namespace TemplateWorker.Console.Serving;

/// <summary>A page, or what a form is sent to.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">The path, with its parameters in braces.</param>
/// <param name="Access">Who may use it.</param>
/// <param name="Handler">Answers.</param>
internal sealed record PageRoute(string Method, string Path, PageAccess Access, Func<PageCall, Task<ConsoleReply>> Handler)
{
    /// <summary>The name of the parameter that is a tenant, written <c>type:id</c>.</summary>
    public const string Tenant = "tenant";

    /// <summary>Whether a script asks for it, so that an answer for people is of no use.</summary>
    public bool IsFragment { get; init; }

    private readonly string[] _segments = Path.Split('/');

    public static PageRoute Get(string path, PageAccess access, Func<PageCall, Task<ConsoleReply>> handler) => new("GET", path, access, handler);

    public static PageRoute Post(string path, PageAccess access, Func<PageCall, Task<ConsoleReply>> handler) => new("POST", path, access, handler);

    /// <summary>The parameters of a path, still encoded; null when it is another one. The spelling must be the same, letter for letter.</summary>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        var given = path.Split('/');
        if (given.Length != _segments.Length)
        {
            return null;
        }

        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var (expected, segment) in _segments.Zip(given))
        {
            if (expected.StartsWith('{') && segment.Length > 0)
            {
                values[expected[1..^1]] = segment;
            }
            else if (expected != segment)
            {
                return null;
            }
        }

        return values;
    }
}
