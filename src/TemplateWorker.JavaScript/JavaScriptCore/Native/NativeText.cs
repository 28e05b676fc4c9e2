using TemplateWorker.JavaScript.Conventions;

namespace TemplateWorker.JavaScript.JavaScriptCore.Native;

/// <summary>Strings between .NET and JavaScriptCore: UTF-16 on both sides, so NUL and lone surrogates survive.</summary>
internal static unsafe class NativeText
{
    /// <summary>A JSStringRef; the caller releases it.</summary>
    public static nint Create(ReadOnlySpan<char> text)
    {
        fixed (char* characters = text)
        {
            return NativeMethods.JSStringCreateWithCharacters(characters, (nuint)text.Length);
        }
    }

    /// <summary>A string value, which lives on the caller's stack only.</summary>
    public static nint ToValue(nint context, ReadOnlySpan<char> text)
    {
        var native = Create(text);
        var value = NativeMethods.JSValueMakeString(context, native);
        NativeMethods.JSStringRelease(native);
        return value;
    }

    /// <summary>A value for the bootstrap's <c>parse</c>: parsed here where that is all there is to do.</summary>
    /// <exception cref="InvalidOperationException">The text is not JSON.</exception>
    public static nint ToParsedValue(nint context, string json)
    {
        // The bootstrap unwraps text that starts with a space. A parsed string could not be told from text.
        return ValueWrappers.MayBeIn(json) ? ToValue(context, " " + json)
            : json.AsSpan().TrimStart() is ['"', ..] ? ToValue(context, json)
            : Parse(context, json);
    }

    /// <exception cref="InvalidOperationException">The text is not JSON.</exception>
    public static nint Parse(nint context, string json)
    {
        var native = Create(json);
        var value = NativeMethods.JSValueMakeFromJSONString(context, native);
        NativeMethods.JSStringRelease(native);
        return value != 0 ? value : throw new InvalidOperationException("What the host passed to a script is not JSON.");
    }

    /// <summary>
    /// Copies a JavaScript string; on any other value it runs the script's conversion. The length is checked before the
    /// copy: a script can make 2^31 - 1 characters, and running out of managed memory ends the process.
    /// </summary>
    /// <returns>Null when the conversion threw (<paramref name="exception"/> is set), or the text is longer than the limit.</returns>
    public static string? Read(nint context, nint value, int maxLength, nint* exception)
    {
        var native = NativeMethods.JSValueToStringCopy(context, value, exception);
        if (native == 0)
        {
            return null;
        }

        return Take(native, maxLength);
    }

    /// <summary>Copies a JSStringRef and releases it.</summary>
    /// <returns>Null when it is longer than the limit.</returns>
    public static string? Take(nint native, int maxLength)
    {
        try
        {
            var length = NativeMethods.JSStringGetLength(native);
            return length > (nuint)maxLength ? null : new string(NativeMethods.JSStringGetCharactersPtr(native), 0, (int)length);
        }
        finally
        {
            NativeMethods.JSStringRelease(native);
        }
    }
}
