using CommandLine;

namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>idempotency clear</c>.</summary>
internal static class IdempotencyVerb
{
    public static Command Interpret(IdempotencyFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("idempotency", flags, reasons);
        if (reader.ReadAction("clear") is null)
        {
            return reader.Fail();
        }

        var key = reader.ReadWord("KEY");
        return reader.Finish(() => new ClearIdempotencyKeyCommand(reader.Context, key));
    }
}

/// <summary>The flags of <c>idempotency</c>.</summary>
[Verb("idempotency", HelpText = "Clear idempotency keys.")]
internal sealed class IdempotencyFlags : OperatorFlags;
