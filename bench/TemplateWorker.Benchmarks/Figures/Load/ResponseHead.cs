using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace TemplateWorker.Benchmarks.Figures.Load;

/// <summary>The little of an HTTP/1.1 response that a load generator has to understand.</summary>
/// <param name="Status">The status code.</param>
/// <param name="HeadBytes">Status line and headers, the empty line included.</param>
/// <param name="BodyBytes">What <c>Content-Length</c> says.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ResponseHead(int Status, int HeadBytes, int BodyBytes)
{
    private const int StatusOffset = 9;

    public int TotalBytes => HeadBytes + BodyBytes;

    /// <summary>Reads the head if it is there completely.</summary>
    /// <exception cref="InvalidDataException">It is no HTTP/1.1 response with a <c>Content-Length</c>.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ResponseHead head)
    {
        head = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var text = bytes[..(end + 2)];
        var length = text.IndexOf("\r\nContent-Length: "u8);
        if (!text.StartsWith("HTTP/1.1 "u8)
            || !Utf8Parser.TryParse(text[StatusOffset..], out int status, out _)
            || length < 0
            || !Utf8Parser.TryParse(text[(length + "\r\nContent-Length: "u8.Length)..], out int body, out _))
        {
            throw new InvalidDataException("The server answered something that is no HTTP/1.1 response with a Content-Length.");
        }

        head = new ResponseHead(status, end + "\r\n\r\n"u8.Length, body);
        return true;
    }
}
