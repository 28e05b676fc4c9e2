using TemplateWorker.Api.Access;
using TemplateWorker.Console.Text;

namespace TemplateWorker.Console.Look;

/// <summary>What is around the content of a page.</summary>
/// <param name="Title">What the browser's tab says.</param>
/// <param name="FormToken">What forms of the session carry; null before a log-in.</param>
/// <param name="Caller">Who looks; null before a log-in.</param>
/// <param name="Path">The path of the page.</param>
internal sealed record PageFrame(string Title, string? FormToken, Caller? Caller, string Path)
{
    /// <summary>The field of forms that says that they are ours.</summary>
    public const string TokenField = "form_token";

    private static readonly (string Name, string Link)[] OfAdmins =
    [
        ("Overview", ConsoleLinks.Overview), ("Tenants", ConsoleLinks.Tenants), ("Workers", ConsoleLinks.Workers), ("Operate", ConsoleLinks.Operate),
    ];

    /// <summary>The pages that the caller may see, those about one tenant aside.</summary>
    public IReadOnlyList<(string Name, string Link)> Links => Caller switch
    {
        null => [],
        { Tenant: { } tenant } =>
        [
            ("Tenant", ConsoleLinks.Tenant(tenant)), ("Dead letters", ConsoleLinks.DeadLetters(tenant)), ("Keys", ConsoleLinks.Keys(tenant)),
            ("History", ConsoleLinks.History(tenant)), ("Log", ConsoleLinks.Log(tenant)),
        ],
        _ => OfAdmins,
    };

    /// <summary>Whether a link leads to the page, or to one that the page is below.</summary>
    public bool IsCurrent(string link) => Links
        .Where(other => Path == other.Link || Path.StartsWith($"{other.Link}/", StringComparison.Ordinal))
        .OrderByDescending(other => other.Link.Length)
        .FirstOrDefault().Link == link;
}
