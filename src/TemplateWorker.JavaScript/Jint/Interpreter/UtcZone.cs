using System.Numerics;
using Jint.Native.Temporal;

namespace TemplateWorker.JavaScript.Jint.Interpreter;

/// <summary>The zone of scripts is UTC, whatever the process's is. The other zones are the system's.</summary>
internal sealed class UtcZone : ITimeZoneProvider
{
    private const string Utc = "UTC";
    private static readonly DefaultTimeZoneProvider System = DefaultTimeZoneProvider.Instance;

    private UtcZone()
    {
    }

    public static UtcZone Instance { get; } = new();

    /// <summary>For <c>Date</c>; with its English name, which the runtime would translate.</summary>
    public static TimeZoneInfo Zone { get; } =
        TimeZoneInfo.CreateCustomTimeZone(Utc, TimeSpan.Zero, "Coordinated Universal Time", "Coordinated Universal Time");

    public string GetDefaultTimeZone() => Utc;

    public long GetOffsetNanosecondsFor(string timeZoneId, BigInteger epochNanoseconds) => System.GetOffsetNanosecondsFor(timeZoneId, epochNanoseconds);

    public BigInteger[] GetPossibleInstantsFor(
        string timeZoneId, int year, int month, int day, int hour, int minute, int second, int millisecond, int microsecond, int nanosecond) =>
        System.GetPossibleInstantsFor(timeZoneId, year, month, day, hour, minute, second, millisecond, microsecond, nanosecond);

    public BigInteger? GetNextTransition(string timeZoneId, BigInteger epochNanoseconds) => System.GetNextTransition(timeZoneId, epochNanoseconds);

    public BigInteger? GetPreviousTransition(string timeZoneId, BigInteger epochNanoseconds) => System.GetPreviousTransition(timeZoneId, epochNanoseconds);

    public bool IsValidTimeZone(string timeZoneId) => System.IsValidTimeZone(timeZoneId);

    public string? CanonicalizeTimeZone(string timeZoneId) => System.CanonicalizeTimeZone(timeZoneId);

    public string? GetPrimaryTimeZoneIdentifier(string timeZoneId) => System.GetPrimaryTimeZoneIdentifier(timeZoneId);

    public IReadOnlyCollection<string> GetAvailableTimeZones() => System.GetAvailableTimeZones();
}
