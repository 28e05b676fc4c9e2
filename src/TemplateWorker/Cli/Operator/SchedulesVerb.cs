using System.Text;
using System.Text.Json;
using TemplateWorker.Api.Syntax;
using TemplateWorker.Schedules;
using TemplateWorker.Storage;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>schedules list | show | set | remove</c>.</summary>
internal static class SchedulesVerb
{
    private const int MaxPage = 1_000;
    private const int DefaultPage = 100;

    /// <summary>As deep as any other payload may nest.</summary>
    private const int MaxDepth = 100;

    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, MaxPage);

    public static Command Interpret(SchedulesFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("schedules", flags, reasons);
        var action = reader.ReadAction("list", "show", "set", "remove");
        if (action is null)
        {
            return reader.Fail();
        }

        if (action != "list")
        {
            reader.Refuse("--after", flags.After is not null, "list");
            reader.Refuse("--limit", flags.Limit is not null, "list");
        }

        return action switch
        {
            "list" => List(reader, flags),
            "set" => Set(reader, flags),
            _ => OfOne(reader, flags, action == "show"),
        };
    }

    private static Command List(OperatorReader reader, SchedulesFlags flags)
    {
        RefuseContent(reader, flags);
        var limit = reader.Value("--limit", flags.Limit, Limits) ?? DefaultPage;
        return reader.Finish(() => new ListSchedulesCommand(reader.Context, flags.After, limit));
    }

    private static Command OfOne(OperatorReader reader, SchedulesFlags flags, bool isShown)
    {
        RefuseContent(reader, flags);
        var name = reader.ReadWord("NAME");
        return reader.Finish(() => isShown
            ? new ShowScheduleCommand(reader.Context, name)
            : new RemoveScheduleCommand(reader.Context, name));
    }

    private static Command Set(OperatorReader reader, SchedulesFlags flags)
    {
        var draft = new ScheduleDraft
        {
            Name = reader.ReadWord("NAME"),
            Cron = flags.Cron ?? "",
            TimeZone = flags.TimeZone,
            EventName = flags.Event,
            DataJson = flags.Data ?? "null",
            CatchUp = flags.CatchUp,
        };
        if (flags.Cron is null)
        {
            reader.Add("schedules set needs --cron, five fields such as '30 6 * * mon-fri', or a name such as @hourly");
        }
        else if (draft.Name.Length > 0 && draft.Check(DateTimeOffset.UnixEpoch) is ScheduleCheck.Bad(var field, _, var fault))
        {
            reader.Add($"{FlagOf(field)}: {fault}");
        }

        if (FaultIn(draft.DataJson) is { } dataFault)
        {
            reader.Add($"--data must be JSON, was {Quoted.Text(draft.DataJson)}: {dataFault}");
        }

        return reader.Finish(() => new SetScheduleCommand(reader.Context, draft));
    }

    private static void RefuseContent(OperatorReader reader, SchedulesFlags flags)
    {
        reader.Refuse("--cron", flags.Cron is not null, "set");
        reader.Refuse("--timezone", flags.TimeZone is not null, "set");
        reader.Refuse("--event", flags.Event is not null, "set");
        reader.Refuse("--data", flags.Data is not null, "set");
        reader.Refuse("--catch-up", flags.CatchUp is not null, "set");
    }

    private static string FlagOf(ScheduleField field) => field switch
    {
        ScheduleField.Name => "the name",
        ScheduleField.Cron => "--cron",
        ScheduleField.TimeZone => "--timezone",
        ScheduleField.Event => "--event",
        _ => "--catch-up",
    };

    private static string? FaultIn(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return null;
        }
        catch (JsonException exception)
        {
            var fault = JsonFault.Of(Encoding.UTF8.GetBytes(text), exception);
            return $"{fault.Message} (at byte {fault.Offset}).";
        }
    }
}
