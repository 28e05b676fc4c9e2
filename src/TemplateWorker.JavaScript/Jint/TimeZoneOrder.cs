using System.Reflection;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>
/// Keeps the first interpreter of a process from sorting the system's time zones by their names. Jint asks for all of them in a static
/// constructor, in any order, and .NET looks up a name in the locale's data for each of the four hundred: 0.6 s of CPU on a slow core, half of
/// a worker's start, and so of the time in which the lanes of a dead worker stand still.
/// </summary>
/// <remarks>
/// .NET has no public way to give the list. Where its fields have other names, only the time is lost.
/// </remarks>
internal static class TimeZoneOrder
{
    private const string Cache = "s_cachedData";
    private const string Sorted = "_readOnlySystemTimeZones";

    /// <summary>Has the list that is asked for without an order given to those who ask for the sorted one.</summary>
    public static void LeaveAsRead()
    {
        var zones = TimeZoneInfo.GetSystemTimeZones(skipSorting: true);
        if (typeof(TimeZoneInfo).GetField(Cache, BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null) is { } cache
            && cache.GetType().GetField(Sorted) is { } sorted && sorted.FieldType.IsInstanceOfType(zones))
        {
            sorted.SetValue(cache, zones);
        }
    }
}
