using System.Reflection;
using CommandLine;
using TemplateWorker.Cli.Access;
using TemplateWorker.Cli.Backups;
using TemplateWorker.Cli.Migrations;
using TemplateWorker.Cli.Operator;

namespace TemplateWorker.Cli.Parsing;

/// <summary>
/// Turns arguments into a command. Each verb is a class of flags with a reader beside it; one that is added is named in
/// <see cref="Verbs"/> and in <see cref="Interpret"/>.
/// </summary>
internal static class CommandParser
{
    private static readonly Type[] Verbs =
    [
        typeof(RunFlags), typeof(DeliveriesFlags), typeof(LanesFlags), typeof(SchedulesFlags), typeof(PolicyFlags), typeof(HistoryFlags),
        typeof(LogsFlags), typeof(IdempotencyFlags), typeof(ActionsFlags), typeof(UsageFlags), typeof(TokensFlags), typeof(AuditFlags), typeof(TenantsFlags),
        typeof(MigrationsFlags), typeof(BackupFlags), typeof(RestoreFlags), typeof(DoctorFlags), typeof(SelfTestFlags),
    ];

    /// <summary>All verbs but the default one, each with one sentence.</summary>
    public static IEnumerable<VerbAttribute> OtherVerbs => Verbs.Select(NameOf).Where(verb => !verb.IsDefault);

    /// <summary>A verb without flags, for its help page.</summary>
    /// <param name="verb">Its name; null for the default verb.</param>
    public static ParserResult<object> Declared(string? verb = null) => ReadFlags(verb is null ? [] : [verb]);

    /// <summary>Reads the arguments; never throws for what a user can type.</summary>
    public static Command Parse(IReadOnlyList<string> arguments)
    {
        // Suggest only flags of this verb.
        Type[] verb = [Verbs.FirstOrDefault(type => arguments.Count > 0 && NameOf(type).Name == arguments[0], typeof(RunFlags))];
        var reasons = new List<string>();
        var complete = FlagFaults.WithoutValueless(arguments, verb, reasons);
        var result = ReadFlags(complete);
        if (result is not NotParsed<object> { Errors: var errors })
        {
            return Interpret(result.Value, reasons);
        }

        // Report the faults of the other flags together with the unknown one.
        reasons.InsertRange(0, errors.Select(error => FlagFaults.Describe(error, verb)).Distinct(StringComparer.Ordinal));
        return ReadFlags(FlagFaults.Without(complete, errors)) is Parsed<object> { Value: var flags } && Interpret(flags, reasons) is Misuse all
            ? all
            : new Misuse(reasons);
    }

    private static Command Interpret(object flags, List<string> reasons) => flags switch
    {
        RunFlags run => RunVerb.Interpret(run, reasons),
        OperatorFlags { Help: true } asked => new ShowHelp(HelpPage.Of(NameOf(asked.GetType()).Name)),
        DeliveriesFlags deliveries => DeliveriesVerb.Interpret(deliveries, reasons),
        LanesFlags lanes => LanesVerb.Interpret(lanes, reasons),
        SchedulesFlags schedules => SchedulesVerb.Interpret(schedules, reasons),
        PolicyFlags policy => PolicyVerb.Interpret(policy, reasons),
        HistoryFlags history => HistoryVerb.Interpret(history, reasons),
        IdempotencyFlags idempotency => IdempotencyVerb.Interpret(idempotency, reasons),
        ActionsFlags actions => ActionsVerb.Interpret(actions, reasons),
        UsageFlags usage => UsageVerb.Interpret(usage, reasons),
        TokensFlags tokens => TokensVerb.Interpret(tokens, reasons),
        TenantsFlags tenants => TenantsVerb.Interpret(tenants, reasons),
        AuditFlags audit => AuditVerb.Interpret(audit, reasons),
        LogsFlags logs => LogsVerb.Interpret(logs, reasons),
        MigrationsFlags migrations => MigrationsVerb.Interpret(migrations, reasons),
        BackupFlags backup => BackupVerb.Interpret(backup, reasons),
        RestoreFlags restore => BackupVerb.Interpret(restore, reasons),
        DoctorFlags doctor => DoctorVerb.Interpret(doctor, reasons),
        SelfTestFlags when reasons.Count > 0 => new Misuse(reasons),
        SelfTestFlags test => new SelfTest(test.Jit),
        _ => throw new InvalidOperationException($"No reader for the flags {flags.GetType().Name}."),
    };

    private static VerbAttribute NameOf(Type flags) => flags.GetCustomAttribute<VerbAttribute>()!;

    private static ParserResult<object> ReadFlags(IEnumerable<string> arguments)
    {
        using var parser = new Parser(settings =>
        {
            // Help and version are our own flags, because we choose their output, stream and exit status.
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.HelpWriter = null;
            settings.EnableDashDash = true;
        });
        return parser.ParseArguments(arguments, Verbs);
    }
}
