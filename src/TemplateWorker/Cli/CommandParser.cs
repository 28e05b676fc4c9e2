using CommandLine;

namespace TemplateWorker.Cli;

/// <summary>
/// Turns arguments into a command. Each verb is a class of flags with a reader beside it; one that is added is named in
/// <see cref="Verbs"/> and in <see cref="Interpret"/>.
/// </summary>
internal static class CommandParser
{
    private static readonly Type[] Verbs = [typeof(RunFlags), typeof(SelfTestFlags)];

    /// <summary>The default verb with no flags set, for whoever describes its flags.</summary>
    public static ParserResult<object> Declared => ReadFlags([]);

    /// <summary>Reads the arguments; never throws for what a user can type.</summary>
    public static Command Parse(IReadOnlyList<string> arguments)
    {
        var reasons = new List<string>();
        var complete = FlagFaults.WithoutValueless(arguments, Verbs, reasons);
        var result = ReadFlags(complete);
        if (result is not NotParsed<object> { Errors: var errors })
        {
            return Interpret(result.Value, reasons);
        }

        // An unknown flag is no reason to keep quiet about the others: what is wrong with them is told at the same time.
        reasons.InsertRange(0, errors.Select(error => FlagFaults.Describe(error, Verbs)).Distinct(StringComparer.Ordinal));
        return ReadFlags(FlagFaults.Without(complete, errors)) is Parsed<object> { Value: var flags } && Interpret(flags, reasons) is Misuse all
            ? all
            : new Misuse(reasons);
    }

    private static Command Interpret(object flags, List<string> reasons) => flags switch
    {
        RunFlags run => RunVerb.Interpret(run, reasons),
        SelfTestFlags when reasons.Count > 0 => new Misuse(reasons),
        SelfTestFlags test => new SelfTest(test.Jit),
        _ => throw new InvalidOperationException($"No reader for the flags {flags.GetType().Name}."),
    };

    private static ParserResult<object> ReadFlags(IEnumerable<string> arguments)
    {
        using var parser = new Parser(settings =>
        {
            // Help and version are flags of ours, so that their output, stream and exit status are ours too.
            settings.AutoHelp = false;
            settings.AutoVersion = false;
            settings.HelpWriter = null;
            settings.EnableDashDash = true;
        });
        return parser.ParseArguments(arguments, Verbs);
    }
}
