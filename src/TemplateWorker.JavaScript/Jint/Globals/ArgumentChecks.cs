using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using TemplateWorker.JavaScript.Conventions;
using TemplateWorker.JavaScript.Jint.Interpreter;
using TemplateWorker.JavaScript.Jint.Values;

namespace TemplateWorker.JavaScript.Jint.Globals;

/// <summary>What an argument must be, and the error that names what it was.</summary>
internal static class ArgumentChecks
{
    private const double MaxDelay = 366d * 24 * 60 * 60 * 1000;
    private const int MaxEventName = 128;
    private const int MaxEventKey = 85;

    /// <exception cref="JavaScriptException">It is no string, or one that cannot be stored.</exception>
    public static string Text(this ScriptErrors errors, JsValue value, string what)
    {
        if (!value.IsString())
        {
            throw errors.Type($"{what} must be a string, was {ValueInspector.Inspect(value)}");
        }

        var text = value.AsString();
        if (text.Length > HostDoor.MaxArgumentLength)
        {
            throw errors.Range(HostDoor.ArgumentTooLong);
        }

        return StorableText.FindFault(text) is { } fault ? throw errors.Type($"{what} {fault}") : text;
    }

    /// <returns>The options, or null when none were given.</returns>
    /// <exception cref="JavaScriptException">It is no object, or has an option that the function does not know.</exception>
    public static ObjectInstance? Options(this ScriptErrors errors, JsValue options, string what, string[] known)
    {
        if (options.IsUndefined())
        {
            return null;
        }

        if (options is not ObjectInstance given || given.IsCallable())
        {
            throw errors.Type($"{what}: the options must be an object, were {ValueInspector.Inspect(options)}");
        }

        foreach (var key in given.GetOwnPropertyKeys(Types.String))
        {
            var name = key.ToString();
            if (!known.Contains(name, StringComparer.Ordinal) && given.GetOwnProperty(key).Enumerable)
            {
                throw errors.Type(UnknownOption.Message(what, name, known));
            }
        }

        return given;
    }

    /// <summary>An option; undefined when there are no options.</summary>
    public static JsValue Option(this ObjectInstance? options, string name) => options is null ? JsValue.Undefined : options.Get(name);

    /// <exception cref="JavaScriptException">It is no name of an event.</exception>
    public static string EventName(this ScriptErrors errors, JsValue name, string what)
    {
        if (!name.IsString() || name.AsString() is not { Length: > 0 and <= MaxEventName } text)
        {
            throw errors.Type($"{what} must be a string of 1 to {MaxEventName} characters, was {ValueInspector.Inspect(name)}");
        }

        return StorableText.FindFault(text) is { } fault ? throw errors.Type($"{what} {fault}") : text;
    }

    /// <exception cref="JavaScriptException">It is no key of an event or an action.</exception>
    public static string EventKey(this ScriptErrors errors, JsValue key, string what) => errors.Text(key, what) is { Length: > 0 and <= MaxEventKey } text
        ? text
        : throw errors.Type($"{what} must be a string of 1 to {MaxEventKey} characters, was {ValueInspector.Inspect(key)}");

    /// <returns>Milliseconds; 0 for undefined.</returns>
    /// <exception cref="JavaScriptException">It is no delay, or longer than <see cref="MaxDelay"/>.</exception>
    public static double Delay(this ScriptErrors errors, JsValue delay, string what) => delay.IsUndefined() ? 0 : errors.Milliseconds(delay, 0, MaxDelay, what);

    /// <exception cref="JavaScriptException">It is no name of a schedule.</exception>
    public static string ScheduleName(this ScriptErrors errors, JsValue name, string what)
    {
        var text = errors.Text(name, what);
        return text.Length > 0 && text.Length <= Schedules.ScheduleName.MaxBytes && Encoding.UTF8.GetByteCount(text) <= Schedules.ScheduleName.MaxBytes
            ? text
            : throw errors.Type($"{what} must be a string of 1 to {Schedules.ScheduleName.MaxBytes} bytes of UTF-8, was {ValueInspector.Inspect(name)}");
    }

    /// <exception cref="JavaScriptException">It is no number between both bounds; the message names the value.</exception>
    public static double Milliseconds(this ScriptErrors errors, JsValue value, double from, double to, string what) =>
        value.IsNumber() && value.AsNumber() >= from && value.AsNumber() <= to
            ? value.AsNumber()
            : throw errors.Type($"{what} must be a number of milliseconds from {ScriptNumber.ToText(from)} to {ScriptNumber.ToText(to)}, was {ValueInspector.Inspect(value)}");
}
