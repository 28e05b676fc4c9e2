using CommandLine.Text;

namespace TemplateWorker.Cli;

/// <summary>What <c>--help</c> shows: the flags as they are declared, and examples.</summary>
internal static class HelpPage
{
    private const int Width = 110;

    private static readonly string[] Examples =
    [
        "Examples:",
        "  template-worker                                            run the pool that config.yaml describes",
        "  template-worker --config prod.yaml --process-workers 8     eight worker processes",
        "  template-worker --worker-type threadpool                   workers as threads of this one process",
        "  template-worker --worker-type migrate                      bring the database's schema up to date, then exit",
        "  template-worker --worker-type register --templates DIR     publish the templates of a folder, then exit",
        "  template-worker self-test                                  test the script engine of this machine, then exit",
        "  template-worker --log-format json --log-level warning      one JSON object per line, trouble only",
        string.Empty,
        "Flags override the environment (TEMPLATE_WORKER__WORKERS__COUNT=8), which overrides the file.",
        "Names with hyphens are taken too: process-pool, thread-pool, apply-migration, register-commands.",
        "Exit status: 0 done, 1 failed, 2 wrong flags or configuration, 130 ended by a second signal.",
    ];

    /// <summary>The page, without a newline at its end.</summary>
    public static string Text
    {
        get
        {
            var page = new HelpText
            {
                Heading = $"{ProductVersion.Text}\nRuns tenants' templates next to the product's PostgreSQL.",
                Copyright = string.Empty,
                AddDashesToOption = true,
                AdditionalNewLineAfterOption = false,
                AutoHelp = false,
                AutoVersion = false,
                MaximumDisplayWidth = Width,
            };
            page.AddPreOptionsLines([string.Empty, "Usage: template-worker [run] [flags]"]);
            page.AddOptions(CommandParser.Declared);
            page.AddPostOptionsLines(Examples);
            return page.ToString().TrimEnd();
        }
    }
}
