namespace TemplateWorker.Cli.Operator;

/// <summary>Reads <c>lanes list | pause | resume</c>.</summary>
internal static class LanesVerb
{
    public static Command Interpret(LanesFlags flags, IReadOnlyList<string> reasons)
    {
        var reader = new OperatorReader("lanes", flags, reasons);
        switch (reader.ReadAction("list", "pause", "resume"))
        {
            case "list":
                reader.Refuse("--all", flags.All, "pause and resume");
                return reader.Finish(() => new ListLanesCommand(reader.Context));
            case "pause":
                var paused = Lane(reader, flags);
                return reader.Finish(() => new PauseLaneCommand(reader.Context, paused));
            case "resume":
                var resumed = Lane(reader, flags);
                return reader.Finish(() => new ResumeLaneCommand(reader.Context, resumed));
            default:
                return reader.Fail();
        }
    }

    /// <summary>All lanes must be selected explicitly.</summary>
    private static string? Lane(OperatorReader reader, LanesFlags flags)
    {
        var template = reader.TryReadWord();
        if ((template is null) != flags.All)
        {
            reader.Add($"{reader.Doing} needs a template, or --all{(flags.All ? ", not both" : "")}");
        }

        return template;
    }
}
