using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage.Actions.Operating;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>actions list | show | replay | drop</c>, and hands <c>actions routes …</c> over.</summary>
internal static class ActionsVerb
{
    private static readonly ChoiceSyntax<ActionState> States = new(
        ("waiting", ActionState.Waiting), ("delayed", ActionState.Delayed), ("dead", ActionState.Dead));

    private static readonly ValueSyntax<Guid> Ids = new UuidSyntax();
    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, ActionFilter.MaxLimit);

    public static Command Interpret(ActionsFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("actions", flags, reasons);
        if (ActionRoutesReader.TryRead(reader, flags) is { } command)
        {
            return command;
        }

        ActionRoutesReader.RefuseFlags(reader, flags);
        return reader.ReadAction("list", "show", "replay", "drop") switch
        {
            "list" => List(reader, flags),
            "show" => Show(reader, flags),
            "replay" => Replay(reader, flags),
            "drop" => Drop(reader, flags),
            _ => reader.Fail(),
        };
    }

    private static Command List(OperatorReader reader, ActionsFlags flags)
    {
        reader.Refuse("--all", flags.All, "replay and drop");
        reader.Refuse("--yes", flags.Yes, "drop");
        var filter = Filter(reader, flags) with
        {
            After = reader.Value("--after", flags.After, Ids) ?? Guid.Empty,
            Limit = reader.Value("--limit", flags.Limit, Limits) ?? 100,
        };
        return reader.Finish(() => new ListActionsCommand(reader.Context, filter));
    }

    private static Command Show(OperatorReader reader, ActionsFlags flags)
    {
        foreach (var (flag, isGiven) in Filters(flags))
        {
            reader.Refuse(flag, isGiven, "list, replay and drop");
        }

        reader.RefuseListing(flags);
        reader.Refuse("--all", flags.All, "replay and drop");
        reader.Refuse("--yes", flags.Yes, "drop");
        var id = Id(reader, reader.ReadWord("ID"));
        return reader.Finish(() => new ShowActionCommand(reader.Context, id));
    }

    private static Command Replay(OperatorReader reader, ActionsFlags flags)
    {
        reader.Refuse("--yes", flags.Yes, "drop");
        var filter = Selection(reader, flags);
        return reader.Finish(() => new ReplayActionsCommand(reader.Context, filter));
    }

    private static Command Drop(OperatorReader reader, ActionsFlags flags)
    {
        var filter = Selection(reader, flags);
        reader.RequireYes(flags, filter.Ids is not null);
        return reader.Finish(() => new DropActionsCommand(reader.Context, filter));
    }

    private static ActionFilter Selection(OperatorReader reader, ActionsFlags flags)
    {
        var ids = reader.ReadSelection(flags, Filters(flags), ActionFilter.MaxLimit, Id);
        return Filter(reader, flags) with { Ids = ids, Limit = ActionFilter.MaxLimit };
    }

    private static ActionFilter Filter(OperatorReader reader, ActionsFlags flags) => new()
    {
        Tenant = reader.Tenant,
        State = reader.Value("--state", flags.State, States),
        Type = flags.Type,
    };

    private static (string Flag, bool IsGiven)[] Filters(ActionsFlags flags) => [("--state", flags.State is not null), ("--type", flags.Type is not null)];

    private static Guid Id(OperatorReader reader, string word) => word.Length == 0 ? Guid.Empty : reader.Value("the action", word, Ids) ?? Guid.Empty;
}
