using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Date;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace TemplateWorker.JavaScript.Jint;

/// <summary>Jint writes hours with a minus sign before 1970, and reads some times a millisecond too early.</summary>
internal static class JintDate
{
    public static void Repair(Engine engine)
    {
        engine.Date.PrototypeObject.FastAddProperty(
            "toISOString", new ClrFunctionInstance(engine, (self, _) => ToIsoString(engine, self)), true, false, true);
        var original = engine.Date.Get("parse");
        engine.Date.FastAddProperty("parse", new ClrFunctionInstance(engine, (_, values) => Parse(values, original)), true, false, true);
    }

    private static JsValue Parse(JsValue[] values, JsValue original)
    {
        const string Iso = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
        return values.Length > 0 && values[0].IsString()
            && DateTimeOffset.TryParseExact(
                values[0].AsString(), Iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (double)time.ToUnixTimeMilliseconds()
            : original.Invoke(values);
    }

    private static JsValue ToIsoString(Engine engine, JsValue self)
    {
        if (self.TryCast<DateInstance>() is not { } date)
        {
            throw new JavaScriptException(engine.TypeError, "toISOString: this is not a Date");
        }

        // Years 1 to 9999, which is what .NET has; JSON dates beyond them are of no use to PostgreSQL either.
        return date.PrimitiveValue is >= -62135596800000 and <= 253402300799999
            ? DateTime.UnixEpoch.AddMilliseconds(date.PrimitiveValue).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : throw new JavaScriptException(engine.RangeError, "Invalid Date");
    }
}
