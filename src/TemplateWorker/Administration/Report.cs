namespace TemplateWorker.Administration;

/// <summary>What a command for operators has to say.</summary>
internal abstract record Report
{
    private Report()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Json">As the HTTP API answers it.</param>
    /// <param name="Text">For people: a table, fields, or a sentence.</param>
    public sealed record Done(string Json, string Text) : Report;

    /// <summary>It could not be done, and nothing was changed.</summary>
    /// <param name="Reason">Why, as a sentence without its full stop.</param>
    public sealed record Refused(string Reason) : Report;
}
