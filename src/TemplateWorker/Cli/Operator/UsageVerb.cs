using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>usage</c>.</summary>
internal static class UsageVerb
{
    public static Command Interpret(UsageFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("usage", flags, reasons);
        reader.ReadOnlyTenant();
        return reader.Finish(() => new ShowUsageCommand(reader.Context));
    }
}

/// <summary>The flags of <c>usage</c>.</summary>
[Verb("usage", HelpText = "Show what a tenant keeps, and how much it may.")]
internal sealed class UsageFlags : OperatorFlags;
