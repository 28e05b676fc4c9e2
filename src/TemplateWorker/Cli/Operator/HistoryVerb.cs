using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.History;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>history</c>.</summary>
internal static class HistoryVerb
{
    private static readonly ValueSyntax<long> Ids = new IdSyntax();
    private static readonly ValueSyntax<Guid> Uuids = new UuidSyntax();
    private static readonly ValueSyntax<DateTimeOffset> Times = new TimeSyntax();
    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, HistoryFilter.MaxLimit);

    public static Command Interpret(HistoryFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("history", flags, reasons);
        reader.ReadOnlyTenant();
        if (flags.Outcome is { } outcome && !HistoryFilter.Outcomes.Contains(outcome, StringComparer.Ordinal))
        {
            reader.Add($"--outcome must be one of {string.Join(", ", HistoryFilter.Outcomes)}, was {Quoted.Text(outcome)}");
        }

        HistoryCursor? after = null;
        if (flags.After is { } place && !HistoryCursor.TryParse(place, out after))
        {
            reader.Add($"--after must be the place where the previous page ended, was {Quoted.Text(place)}");
        }

        var filter = new HistoryFilter
        {
            Tenant = reader.Tenant,
            Template = flags.Template,
            EventName = flags.Event,
            EventId = reader.Value("--event-id", flags.EventId, Uuids),
            Delivery = reader.Value("--delivery", flags.Delivery, Ids),
            Outcome = flags.Outcome,
            Reason = flags.Reason,
            Since = reader.Value("--from", flags.From, Times),
            Until = reader.Value("--to", flags.To, Times),
            After = after,
            Limit = reader.Value("--limit", flags.Limit, Limits) ?? 100,
        };
        return reader.Finish(() => new ListHistoryCommand(reader.Context, filter));
    }
}
