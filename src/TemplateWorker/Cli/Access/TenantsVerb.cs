using TemplateWorker.Api.Syntax;
using TemplateWorker.Cli.Operator;
using TemplateWorker.Storage.Tenants;

namespace TemplateWorker.Cli.Access;

/// <summary>Reads <c>tenants suspended | show | suspend | resume | export | import | delete</c>.</summary>
internal static class TenantsVerb
{
    private static readonly ValueSyntax<DateTimeOffset> Times = new TimeSyntax();
    private static readonly ValueSyntax<int> Limits = new IntegerSyntax(1, SuspensionStore.MaxPage);

    public static Command Interpret(TenantsFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("tenants", flags, reasons);
        var action = reader.ReadActionAlone("suspended", "show", "suspend", "resume", "export", "import", "delete");
        if (action is null)
        {
            return reader.Fail();
        }

        if (action != "suspend")
        {
            reader.Refuse("--reason", flags.Reason is not null, "suspend");
            reader.Refuse("--until", flags.Until is not null, "suspend");
        }

        if (action != "suspended")
        {
            reader.Refuse("--after", flags.After is not null, "suspended");
            reader.Refuse("--limit", flags.Limit is not null, "suspended");
        }

        if (action is not ("suspended" or "import"))
        {
            reader.ReadTenant();
        }

        reader.Refuse("--as", action != "import" && flags.As is not null, "import");
        reader.Refuse("--yes", action != "delete" && flags.Yes, "delete");

        return action switch
        {
            "suspended" => List(reader, flags),
            "show" => reader.Finish(() => new ShowSuspensionCommand(reader.Context)),
            "suspend" => Suspend(reader, flags),
            "export" => Export(reader),
            "import" => Import(reader, flags),
            "delete" => Delete(reader, flags),
            _ => reader.Finish(() => new ResumeTenantCommand(reader.Context)),
        };
    }

    private static Command List(OperatorReader reader, TenantsFlags flags)
    {
        var after = reader.TenantOf("--after", flags.After);
        var limit = reader.Value("--limit", flags.Limit, Limits) ?? 100;
        return reader.Finish(() => new ListSuspensionsCommand(reader.Context, after, limit));
    }

    private static Command Export(OperatorReader reader)
    {
        var file = reader.ReadWord("FILE");
        return reader.Finish(() => new ExportTenantCommand(reader.Context, file));
    }

    private static Command Import(OperatorReader reader, TenantsFlags flags)
    {
        var file = reader.ReadArgument("FILE");
        var other = reader.TenantOf("--as", flags.As);
        return reader.Finish(() => new ImportTenantCommand(reader.Context, file, other));
    }

    private static Command Delete(OperatorReader reader, TenantsFlags flags)
    {
        if (!flags.Yes)
        {
            reader.Add($"{reader.Doing} needs --yes, because everything that the tenant has is removed; tenants export keeps a copy");
        }

        return reader.Finish(() => new DeleteTenantCommand(reader.Context));
    }

    private static Command Suspend(OperatorReader reader, TenantsFlags flags)
    {
        if (flags.Reason is null)
        {
            reader.Add($"{reader.Doing} needs --reason");
        }
        else if (Suspension.ReasonFault(flags.Reason) is { } fault)
        {
            reader.Add($"--reason {fault}");
        }

        var until = reader.Value("--until", flags.Until, Times);
        return reader.Finish(() => new SuspendTenantCommand(reader.Context, flags.Reason!, until));
    }
}
