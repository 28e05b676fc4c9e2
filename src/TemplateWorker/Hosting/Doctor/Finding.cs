namespace TemplateWorker.Hosting.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">What was looked at, in a word.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Detail">What was found, with the remedy where something is wrong; a sentence without its full stop.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Detail)
{
    public static Finding Ok(string check, string detail) => new(check, Verdict.Ok, Plain(detail));

    public static Finding Warning(string check, string detail) => new(check, Verdict.Warning, Plain(detail));

    public static Finding Fault(string check, string detail) => new(check, Verdict.Fault, Plain(detail));

    public static Finding Skipped(string check, string detail) => new(check, Verdict.Skipped, Plain(detail));

    private static string Plain(string sentence) => sentence.TrimEnd('.');
}

/// <summary>How a thing is that was checked.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>A supervisor starts, but something is worse than it could be.</summary>
    Warning,

    /// <summary>A supervisor does not start, or its runs fail.</summary>
    Fault,

    /// <summary>It could not be checked, because of another fault.</summary>
    Skipped,
}
