using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Operating;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>deliveries list | show | replay | drop</c>.</summary>
internal static class DeliveriesVerb
{
    private static readonly ChoiceSyntax<DeliveryState> States = new(
        ("queued", DeliveryState.Queued), ("retrying", DeliveryState.Retrying), ("delayed", DeliveryState.Delayed),
        ("parked", DeliveryState.Parked), ("dead", DeliveryState.Dead));

    private static readonly ValueSyntax<long> Ids = new IdSyntax();
    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, DeliveryFilter.MaxLimit);

    public static Command Interpret(DeliveriesFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("deliveries", flags, reasons);
        return reader.ReadAction("list", "show", "replay", "drop") switch
        {
            "list" => List(reader, flags),
            "show" => Show(reader, flags),
            "replay" => Replay(reader, flags),
            "drop" => Drop(reader, flags),
            _ => reader.Fail(),
        };
    }

    private static Command List(OperatorReader reader, DeliveriesFlags flags)
    {
        reader.Refuse("--all", flags.All, "replay and drop");
        reader.Refuse("--yes", flags.Yes, "drop");
        var filter = Filter(reader, flags) with
        {
            After = reader.Value("--after", flags.After, Ids),
            Limit = reader.Value("--limit", flags.Limit, Limits) ?? 100,
        };
        return reader.Finish(() => new ListDeliveriesCommand(reader.Context, filter));
    }

    private static Command Show(OperatorReader reader, DeliveriesFlags flags)
    {
        foreach (var (flag, isGiven) in Filters(flags))
        {
            reader.Refuse(flag, isGiven, "list, replay and drop");
        }

        reader.RefuseListing(flags);
        reader.Refuse("--all", flags.All, "replay and drop");
        reader.Refuse("--yes", flags.Yes, "drop");
        var id = Id(reader, reader.ReadWord("ID"));
        return reader.Finish(() => new ShowDeliveryCommand(reader.Context, id));
    }

    private static Command Replay(OperatorReader reader, DeliveriesFlags flags)
    {
        reader.Refuse("--yes", flags.Yes, "drop");
        var filter = Selection(reader, flags);
        if (filter.State is { } state and not (DeliveryState.Parked or DeliveryState.Dead))
        {
            reader.Add($"--state must be parked or dead with deliveries replay, was {States.Format(state)}: the others are still being tried");
        }

        return reader.Finish(() => new ReplayDeliveriesCommand(reader.Context, filter));
    }

    private static Command Drop(OperatorReader reader, DeliveriesFlags flags)
    {
        var filter = Selection(reader, flags);
        reader.RequireYes(flags, filter.Ids is not null);
        return reader.Finish(() => new DropDeliveriesCommand(reader.Context, filter));
    }

    private static DeliveryFilter Selection(OperatorReader reader, DeliveriesFlags flags)
    {
        var ids = reader.ReadSelection(flags, Filters(flags), DeliveryFilter.MaxLimit, Id);
        return Filter(reader, flags) with { Ids = ids, Limit = DeliveryFilter.MaxLimit };
    }

    private static DeliveryFilter Filter(OperatorReader reader, DeliveriesFlags flags) => new()
    {
        Tenant = reader.Tenant,
        State = reader.Value("--state", flags.State, States),
        Template = flags.Template,
        EventName = flags.Event,
        Reason = flags.Reason,
    };

    private static (string Flag, bool IsGiven)[] Filters(DeliveriesFlags flags) =>
    [
        ("--state", flags.State is not null), ("--template", flags.Template is not null), ("--event", flags.Event is not null),
        ("--reason", flags.Reason is not null),
    ];

    private static long Id(OperatorReader reader, string word) => word.Length == 0 ? 0 : reader.Value("the delivery", word, Ids) ?? 0;
}
