using CommandLine;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Storage.Auditing;

namespace TemplateWorker.Cli.Access;

/// <summary>Reads <c>audit list</c>.</summary>
internal static class AuditVerb
{
    private static readonly ValueSyntax<DateTimeOffset> Times = new TimeSyntax();
    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, AuditFilter.MaxLimit);

    public static Command Interpret(AuditFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("audit", flags, reasons);
        if (reader.ReadActionAlone("list") is null)
        {
            return reader.Fail();
        }

        AuditCursor? after = null;
        if (flags.After is { } place && !AuditCursor.TryParse(place, out after))
        {
            reader.Add($"--after must be the place where the previous page ended, was {Quoted.Text(place)}");
        }

        foreach (var (flag, isGiven) in new[] { ("--json", flags.Json), ("--limit", flags.Limit is not null), ("--after", flags.After is not null) })
        {
            if (flags.Csv && isGiven)
            {
                reader.Add($"--csv writes all lines that match, so it does not go with {flag}");
            }
        }

        var filter = new AuditFilter
        {
            Tenant = reader.TenantOf("--tenant", flags.Tenant),
            Action = flags.Action,
            Actor = flags.Actor,
            Since = reader.Value("--from", flags.From, Times),
            Until = reader.Value("--to", flags.To, Times),
            After = after,
            Limit = reader.Value("--limit", flags.Limit, Limits) ?? (flags.Csv ? AuditFilter.MaxLimit : 100),
        };
        return reader.Finish(() => flags.Csv ? new ExportAuditCommand(reader.Context, filter) : new ListAuditCommand(reader.Context, filter));
    }
}

/// <summary>The flags of <c>audit</c>.</summary>
[Verb("audit", HelpText = "Show who changed what, for which tenant and from where.")]
internal sealed class AuditFlags : OperatorFlags
{
    /// <summary>About one tenant.</summary>
    [Option("tenant", MetaValue = "TENANT", HelpText = "Lines about one tenant.")]
    public string? Tenant { get; init; }

    /// <summary>With one action.</summary>
    [Option("action", MetaValue = "ACTION", HelpText = "Lines with one action, such as tokens.create.")]
    public string? Action { get; init; }

    /// <summary>Of one actor.</summary>
    [Option("actor", MetaValue = "ACTOR", HelpText = "Lines of one actor, by the whole text that lines show.")]
    public string? Actor { get; init; }

    /// <summary>Not before.</summary>
    [Option("from", MetaValue = "TIME", HelpText = "Lines of this time or later, such as 2026-11-21T08:00:00Z.")]
    public string? From { get; init; }

    /// <summary>Before.</summary>
    [Option("to", MetaValue = "TIME", HelpText = "Lines before this time.")]
    public string? To { get; init; }

    /// <summary>Behind a page.</summary>
    [Option("after", MetaValue = "PLACE", HelpText = "Lines after the previous page, which ends with this value.")]
    public string? After { get; init; }

    /// <summary>The most of a page.</summary>
    [Option("limit", MetaValue = "N", HelpText = "At most this many, 1 to 1000. Default: 100.")]
    public string? Limit { get; init; }

    /// <summary>Whether to export.</summary>
    [Option("csv", HelpText = "Write all lines that match as comma-separated values (RFC 4180).")]
    public bool Csv { get; init; }
}
