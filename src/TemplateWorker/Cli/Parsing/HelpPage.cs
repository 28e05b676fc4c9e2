using CommandLine.Text;

namespace TemplateWorker.Cli.Parsing;

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
        "  template-worker --worker-type migrate                      apply pending migrations, then exit",
        "  template-worker --worker-type register --templates DIR     publish the templates of a folder, then exit",
        "  template-worker doctor                                     check what the pool needs, then exit",
        "  template-worker self-test                                  test the script engine of this machine, then exit",
        "  template-worker --log-format json --log-level warning      one JSON object per line, warnings and errors only",
        string.Empty,
        "Flags override the environment (TEMPLATE_WORKER__WORKERS__COUNT=8), which overrides the file.",
        "Names with hyphens work too: process-pool, thread-pool, apply-migration, register-commands.",
        "Exit status: 0 done, 1 failed, 2 wrong flags or configuration, 130 stopped by a second signal.",
    ];

    private static readonly Dictionary<string, string[]> Usages = new(StringComparer.Ordinal)
    {
        ["deliveries"] =
        [
            "deliveries list TENANT [--state STATE] [--template NAME] [--event NAME] [--reason REASON] [--after ID] [--limit N]",
            "deliveries show TENANT ID",
            "deliveries replay TENANT (ID… | a filter as with list | --all)",
            "deliveries drop TENANT (ID… | a filter as with list, and --yes | --all --yes)",
        ],
        ["lanes"] = ["lanes list TENANT", "lanes pause TENANT (TEMPLATE | --all)", "lanes resume TENANT (TEMPLATE | --all)"],
        ["idempotency"] = ["idempotency clear TENANT KEY"],
        ["usage"] = ["usage TENANT"],
        ["tenants"] =
        [
            "tenants suspended [--after TENANT] [--limit N]",
            "tenants show TENANT",
            "tenants suspend TENANT --reason TEXT [--until TIME]",
            "tenants resume TENANT",
            "tenants export TENANT FILE",
            "tenants import FILE [--as TENANT]",
            "tenants delete TENANT --yes",
        ],
        ["tokens"] =
        [
            "tokens create NAME --role ROLE [--tenant TENANT] [--expires-in TIME]",
            "tokens list [--tenant TENANT] [--after PREFIX] [--limit N]",
            "tokens revoke PREFIX",
            "tokens rotate PREFIX [--overlap TIME] [--expires-in TIME]",
        ],
        ["audit"] = ["audit list [--tenant TENANT] [--action ACTION] [--actor ACTOR] [--from TIME] [--to TIME] [--after PLACE] [--limit N | --csv]"],
        ["schedules"] =
        [
            "schedules list TENANT [--after NAME] [--limit N]",
            "schedules show TENANT NAME",
            "schedules set TENANT NAME --cron CRON [--timezone ZONE] [--event NAME] [--data JSON] [--catch-up WHICH]",
            "schedules remove TENANT NAME",
        ],
        ["policy"] =
        [
            "policy show TENANT TEMPLATE",
            "policy set TENANT TEMPLATE [--max-attempts N] [--backoff-base D] [--backoff-cap D] [--on-exhausted ACTION]",
            "policy reset TENANT TEMPLATE",
        ],
        ["backup"] = ["backup FILE [--overwrite] [--pg-bin DIR]", "backup verify FILE [--pg-bin DIR]"],
        ["restore"] = ["restore FILE [--pg-bin DIR]"],
        ["migrations"] =
        [
            "migrations status",
            "migrations plan",
            "migrations apply [--to ID] [--legacy-values FORM]",
            "migrations verify",
            "migrations repair --yes",
            "migrations baseline",
            "migrations down ID [--yes]",
            "migrations schema",
            "migrations check [--base REF]",
        ],
        ["doctor"] = ["doctor [flags]"],
        ["history"] = ["history TENANT [flags]"],
        ["logs"] = ["logs TENANT [flags]"],
    };

    /// <summary>The page of the default verb, without a newline at its end.</summary>
    public static string Text
    {
        get
        {
            var verbs = CommandParser.OtherVerbs.Select(verb => $"  {verb.Name,-12}{verb.HelpText}");
            var page = Page(["Usage: template-worker [run] [flags]", "       template-worker VERB … (VERB --help shows its flags)", .. verbs]);
            page.AddOptions(CommandParser.Declared());
            page.AddPostOptionsLines(Examples);
            return page.ToString().TrimEnd();
        }
    }

    /// <summary>The page of another verb, without a newline at its end.</summary>
    public static string Of(string verb)
    {
        var usage = Usages[verb].Select((line, index) => $"{(index == 0 ? "Usage:" : "      ")} template-worker {line}");
        string[] tenant = Usages[verb].Any(line => line.Contains("TENANT", StringComparison.Ordinal))
            ? [string.Empty, "TENANT is OWNER_TYPE:OWNER_ID, such as guild:1234."]
            : [];
        var page = Page([.. usage, .. tenant]);
        page.AddOptions(CommandParser.Declared(verb));
        page.AddPostOptionsLine("Uses the configured database; no running supervisor is needed.");
        page.AddPostOptionsLine(verb == "migrations"
            ? "Exit status: 0 done, 1 failed, 2 wrong flags or configuration, 3 migrations are pending, 4 drifted or unknown ones."
            : "Exit status: 0 done, 1 failed or not found, 2 wrong flags or configuration.");
        return page.ToString().TrimEnd();
    }

    private static HelpText Page(IEnumerable<string> lines)
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
        page.AddPreOptionsLines([string.Empty, .. lines]);
        return page;
    }
}
