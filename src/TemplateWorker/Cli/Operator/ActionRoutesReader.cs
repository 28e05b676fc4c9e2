using TemplateWorker.Api.Syntax;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>actions routes list | set | delete</c>.</summary>
internal static class ActionRoutesReader
{
    /// <summary>Stands for the secret, which is read from its file when the command runs.</summary>
    private static readonly Secret Later = new(new string('x', 16));

    private static readonly ValueSyntax<int> AtATime = new IntegerSyntax(1, ActionRouteRules.MostAtATime);
    private static readonly ValueSyntax<int> Attempts = new IntegerSyntax(1, ActionRouteRules.MostAttempts);
    private static readonly ValueSyntax<int> Rates = new IntegerSyntax(1, ActionRouteRules.MostRate);
    private static readonly ValueSyntax<TimeSpan> Timeouts = new DurationSyntax(ActionRouteRules.ShortestTimeout, ActionRouteRules.LongestTimeout);

    /// <summary>The command; null when the words are not those of routes.</summary>
    public static Command? TryRead(OperatorReader reader, ActionsFlags flags)
    {
        var action = reader.TryReadAction("routes", "list", "set", "delete");
        if (action is null)
        {
            return null;
        }

        foreach (var (flag, isGiven) in new[]
        {
            ("--state", flags.State is not null), ("--after", flags.After is not null), ("--limit", flags.Limit is not null), ("--all", flags.All), ("--yes", flags.Yes),
        })
        {
            reader.Refuse(flag, isGiven, "list, replay or drop");
        }

        if (action != "set")
        {
            reader.Refuse("--type", flags.Type is not null, "routes set");
            RefuseFlags(reader, flags);
        }

        return action switch
        {
            "list" => reader.Finish(() => new ListActionRoutesCommand(reader.Context)),
            "set" => Set(reader, flags),
            "delete" => Delete(reader),
            _ => reader.Fail(),
        };
    }

    /// <summary>Refuses flags that only <c>routes set</c> has.</summary>
    public static void RefuseFlags(OperatorReader reader, ActionsFlags flags)
    {
        foreach (var (flag, isGiven) in new[]
        {
            ("--url", flags.Url is not null), ("--secret-file", flags.SecretFile is not null), ("--old-secret-file", flags.OldSecretFile is not null),
            ("--tenant", flags.Tenant is not null), ("--order", flags.Order is not null), ("--batch", flags.Batch is not null),
            ("--timeout", flags.Timeout is not null), ("--attempts", flags.Attempts is not null), ("--rate", flags.Rate is not null),
            ("--concurrency", flags.Concurrency is not null), ("--allow-private", flags.AllowPrivate),
        })
        {
            reader.Refuse(flag, isGiven, "routes set");
        }
    }

    private static Command Delete(OperatorReader reader)
    {
        var name = Name(reader);
        return reader.Finish(() => new DeleteActionRouteCommand(reader.Context, name));
    }

    private static Command Set(OperatorReader reader, ActionsFlags flags)
    {
        var name = Name(reader);
        foreach (var (flag, text) in new[] { ("--type", flags.Type), ("--url", flags.Url), ("--secret-file", flags.SecretFile) })
        {
            if (text is null)
            {
                reader.Add($"{reader.Doing} needs {flag}");
            }
        }

        if (flags.Order is not (null or "strict" or "none"))
        {
            reader.Add($"--order must be strict or none, was {Quoted.Text(flags.Order)}");
        }

        var route = new ActionRoute { Name = name, Type = flags.Type ?? "*", Url = flags.Url ?? "http://x", Secret = Later };
        route = route with
        {
            Tenant = reader.TenantOf("--tenant", flags.Tenant),
            IsStrict = flags.Order != "none",
            Batch = reader.Value("--batch", flags.Batch, AtATime) ?? route.Batch,
            Timeout = reader.Value("--timeout", flags.Timeout, Timeouts) ?? route.Timeout,
            Attempts = reader.Value("--attempts", flags.Attempts, Attempts) ?? route.Attempts,
            Rate = reader.Value("--rate", flags.Rate, Rates),
            Concurrency = reader.Value("--concurrency", flags.Concurrency, AtATime) ?? route.Concurrency,
            AllowsPrivate = flags.AllowPrivate,
        };
        if (!reader.HasFaults && ActionRouteRules.Fault(route) is { } fault)
        {
            reader.Add(fault.Member == "name" ? $"NAME {fault.Rule}" : $"--{fault.Member} {fault.Rule}");
        }

        return reader.Finish(() => new SetActionRouteCommand(reader.Context, route, flags.SecretFile!, flags.OldSecretFile));
    }

    private static string Name(OperatorReader reader)
    {
        if (reader.TryReadWord() is { } name)
        {
            return name;
        }

        reader.Add($"{reader.Doing} needs NAME");
        return "x";
    }
}
