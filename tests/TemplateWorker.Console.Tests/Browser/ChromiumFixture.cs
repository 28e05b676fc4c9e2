using Microsoft.Playwright;
using TemplateWorker.TestKit;

namespace TemplateWorker.Console.Tests.Browser;

/// <summary>One browser for all tests; each opens a context of its own.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    /// <summary>Debian's.</summary>
    public const string Program = "/usr/bin/chromium";

    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;

    /// <summary>The browser; there is none where its tests are skipped.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Finds faults of accessibility in a page.</summary>
    public string Axe { get; private set; } = string.Empty;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Program))
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Program, Args = Switches, Timeout = 120_000 });
        var found = await ProgramRun.OfAsync(RepositoryFiles.PathOf("tests/axe-core"));
        Axe = found.Status == 0 ? await File.ReadAllTextAsync(found.Output.Trim()) : string.Empty;
    }

    public async Task DisposeAsync()
    {
        if (_playwright is not null)
        {
            await Browser.CloseAsync();
            _playwright.Dispose();
        }
    }
}
