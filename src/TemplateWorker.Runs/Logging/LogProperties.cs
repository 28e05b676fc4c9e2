
namespace TemplateWorker.Runs.Logging;

/// <summary>The names of log properties; the same in every layer.</summary>
internal static class LogProperties
{
    /// <summary>A role of the process, in lower case.</summary>
    public const string Role = "Role";

    /// <summary>The worker's number; absent outside workers.</summary>
    public const string Worker = "Worker";

    /// <summary>The tenant, as <c>guild:1234</c>.</summary>
    public const string Tenant = "Tenant";

    /// <summary>The template's name.</summary>
    public const string Template = "Template";

    /// <summary>The run's id.</summary>
    public const string Run = "Run";

    /// <summary>The properties that the text format appends to a message that does not contain them.</summary>
    public static IReadOnlyList<string> OfRun { get; } = [Tenant, Template, Run];
}
