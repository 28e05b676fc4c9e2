using System.Globalization;

namespace TemplateWorker.JavaScript.Jint.Values;

/// <summary>Times as <c>Date.prototype.toISOString</c> writes them, which a template may have replaced.</summary>
internal static class ScriptDate
{
    private const double MillisecondsPerDay = 24 * 60 * 60 * 1000;
    private const double FirstOfDateTime = -62135596800000;
    private const double LastOfDateTime = 253402300799999;

    // The calendar repeats after 400 years, which brings every year into the range of DateTime.
    private const double MillisecondsPerCycle = 146097 * MillisecondsPerDay;

    /// <param name="time">Milliseconds since 1970, a whole number of at most 8.64e15 in size.</param>
    public static string ToIso(double time)
    {
        if (time is >= FirstOfDateTime and <= LastOfDateTime && DateTime.UnixEpoch.AddMilliseconds(time) is var date)
        {
            return date.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }

        var cycles = Math.Floor(time / MillisecondsPerCycle);
        var shifted = DateTime.UnixEpoch.AddMilliseconds(time - (cycles * MillisecondsPerCycle));
        var year = shifted.Year + ((long)cycles * 400);
        var sign = year < 0 ? "-" : year > 9999 ? "+" : "";
        var digits = Math.Abs(year).ToString(sign.Length == 0 ? "0000" : "000000", CultureInfo.InvariantCulture);
        return sign + digits + shifted.ToString("'-'MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }
}
