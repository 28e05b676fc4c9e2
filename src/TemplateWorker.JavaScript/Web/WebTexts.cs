using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TemplateWorker.JavaScript.Web.Urls;

namespace TemplateWorker.JavaScript.Web;

/// <summary>Performs what the scripts of this folder ask for, with text in and out.</summary>
internal static class WebTexts
{
    /// <summary>The most characters of a text; a longer one is refused.</summary>
    public const int MaxText = 4 * 1024 * 1024;

    /// <summary>The most random bytes at once, as the web has it.</summary>
    public const int MaxRandom = 65_536;

    /// <summary>What the scripts pass is of the right type, unless a template has replaced what they call.</summary>
    public const string BadArgument = "A function of the web was given a value of the wrong type: has the template replaced a built-in function?";

    public static readonly string TooManyBytes = $"More than {MaxText} bytes are given at once";

    public static readonly string TooLong = $"A text is longer than {MaxText} characters";

    /// <summary>Whether what is given to a function are bytes.</summary>
    public static bool TakesBytes(WebFunction function) =>
        function is WebFunction.Decode or WebFunction.HashStart or WebFunction.HashAppend or WebFunction.Equal;

    /// <summary>For functions from text to text.</summary>
    /// <exception cref="ArgumentException">Not one of them.</exception>
    public static string? Call(WebFunction function, string text, string? second, string? third) => function switch
    {
        WebFunction.FromBase64 => ByteText.FromBase64(text),
        WebFunction.ToBase64 => ByteText.ToBase64(text),
        WebFunction.Uuid => Uuid(),
        WebFunction.ParseUrl => UrlText.Parse(text, second),
        WebFunction.ChangeUrl => UrlText.Change(text, second ?? "", third ?? ""),
        WebFunction.ParseQuery => JsonSerializer.Serialize(FormQuery.Parse(text)),
        WebFunction.EncodeForm => FormQuery.Encode(text),
        _ => throw new ArgumentException($"{function} is no function of texts.", nameof(function)),
    };

    /// <summary>For all functions, where bytes cross as base64.</summary>
    /// <exception cref="ArgumentException">An argument is not what the function takes.</exception>
    public static string? CallByText(WebFunction function, WebHash hash, ReadOnlySpan<string?> arguments)
    {
        var first = arguments.Length > 0 ? arguments[0] ?? "" : "";
        var second = arguments.Length > 1 ? arguments[1] : null;
        switch (function)
        {
            case WebFunction.Encode:
                return Convert.ToBase64String(Encoding.UTF8.GetBytes(first));
            case WebFunction.Decode:
                var bytes = Convert.FromBase64String(first);
                return second is null ? Encoding.UTF8.GetString(bytes) : ByteText.DecodeStrictly(bytes);
            case WebFunction.Random:
                return Convert.ToBase64String(RandomNumberGenerator.GetBytes((int)Math.Min(uint.Parse(first, CultureInfo.InvariantCulture), MaxRandom)));
            case WebFunction.HashStart:
                hash.Start(first, second is null ? null : Convert.FromBase64String(second));
                return null;
            case WebFunction.HashAppend:
                hash.Append(Convert.FromBase64String(first));
                return null;
            case WebFunction.HashFinish:
                return Convert.ToBase64String(hash.Finish());
            case WebFunction.Equal:
                return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(first), Encoding.ASCII.GetBytes(second ?? "")) ? "true" : null;
            default:
                return Call(function, first, second, arguments.Length > 2 ? arguments[2] : null);
        }
    }

    /// <summary>Whether an exception of these functions comes from what they were given.</summary>
    public static bool IsOfArgument(Exception fault) => fault is ArgumentException or FormatException or InvalidOperationException or OverflowException or InvalidCastException;

    private static string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
