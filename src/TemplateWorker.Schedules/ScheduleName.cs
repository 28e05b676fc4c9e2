using System.Text;

namespace TemplateWorker.Schedules;

/// <summary>The rule for the name of a schedule, for operators and for templates.</summary>
internal static class ScheduleName
{
    /// <summary>The longest name, in bytes of UTF-8; the shortest has one.</summary>
    public const int MaxBytes = 512;

    /// <summary>Whether an operator may use the name. Control characters could not be part of a path of the HTTP API.</summary>
    public static bool Is(string name) => name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= MaxBytes && !name.Any(char.IsControl);
}
