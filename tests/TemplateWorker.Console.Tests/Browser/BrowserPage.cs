using Microsoft.Playwright;
using TemplateWorker.TestKit;

namespace TemplateWorker.Console.Tests.Browser;

/// <summary>A tab of a browser that notes what a page must not do: break the policy, fail a script, ask for a dialog.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    private BrowserPage(IBrowserContext context, IPage tab) => (_context, Tab) = (context, tab);

    public IPage Tab { get; }

    /// <summary>What was noted.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public static async Task<BrowserPage> OpenAsync(ChromiumFixture chromium, Uri server, int width, bool isDark = false, bool hasScripts = true)
    {
        var context = await chromium.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = hasScripts,
        });
        var page = new BrowserPage(context, await context.NewPageAsync());
        page.Tab.SetDefaultTimeout(60_000);
        page.Tab.Console += (_, message) => page.Note(message.Type == "error", $"console: {message.Text}");
        page.Tab.PageError += (_, error) => page.Note(true, $"script: {error}");
        page.Tab.Dialog += (_, dialog) => page.Note(true, $"dialog: {dialog.Message}");
        return page;
    }

    /// <summary>Logs in by the form.</summary>
    public async Task LogInAsync(string token)
    {
        await Tab.GotoAsync("/console/login");
        await Tab.GetByLabel("Token").FillAsync(token);
        await Tab.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Tab.GetByRole(AriaRole.Button, new() { Name = "Log out" }).WaitForAsync();
    }

    /// <summary>How many pixels the page is wider than the window.</summary>
    public Task<int> OverflowAsync() => Tab.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Leaves a picture in <c>artifacts/screenshots</c>.</summary>
    public Task PictureAsync(string name) => Tab.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = RepositoryFiles.PathOf($"artifacts/screenshots/{name}.png"),
        FullPage = true,
    });

    /// <summary>The serious faults of accessibility, each with where it is.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync(string axe)
    {
        await Tab.EvaluateAsync($"(() => {{ {axe} }})()");
        return await Tab.EvaluateAsync<string[]>("""
            async () => {
              const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
              return found.violations
                .filter(fault => fault.impact === 'serious' || fault.impact === 'critical' || fault.impact === 'moderate')
                .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 200)} (${node.any.concat(node.all, node.none).map(check => check.message).join('; ')})`));
            }
            """);
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            lock (_faults)
            {
                _faults.Add(text);
            }
        }
    }
}
