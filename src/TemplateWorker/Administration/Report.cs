namespace TemplateWorker.Administration;

/// <summary>The result of an operator command.</summary>
internal abstract record Report
{
    private Report()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Json">As the HTTP API answers it.</param>
    /// <param name="Text">For people: a table, fields, or a sentence.</param>
    public sealed record Done(string Json, string Text) : Report;

    /// <summary>It is done line by line, as text is read; whatever the command's form of output.</summary>
    /// <param name="All">The lines, without their ends.</param>
    public sealed record Lines(IAsyncEnumerable<string> All) : Report;

    /// <summary>The command failed and changed nothing.</summary>
    /// <param name="Reason">Why, as a sentence without its full stop.</param>
    public sealed record Refused(string Reason) : Report;
}
