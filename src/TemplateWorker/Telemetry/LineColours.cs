namespace TemplateWorker.Telemetry;

/// <summary>Whether lines for people are coloured.</summary>
internal enum LineColours
{
    /// <summary>For files and pipes.</summary>
    None,

    /// <summary>For terminals: ANSI escape sequences.</summary>
    Ansi,
}
