using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateWorker.Api.Replies;

/// <summary>A reusable buffer with a JSON writer, for one answer at a time.</summary>
internal sealed class ReplyBuffer
{
    /// <summary>Larger buffers are not kept.</summary>
    private const int MaxKeptBytes = 64 << 10;

    private const int FirstBytes = 1 << 10;

    // Only the escapes that JSON requires: answers are never embedded in HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _bytes = new(FirstBytes);

    public ReplyBuffer() => Writer = new Utf8JsonWriter(_bytes, Options);

    public Utf8JsonWriter Writer { get; }

    /// <summary>What was written and flushed; good until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Makes room for an answer of about this size, which then grows by doubling only where the estimate was too small.</summary>
    public void Reserve(int bytes)
    {
        if (bytes > FirstBytes)
        {
            _ = _bytes.GetMemory(bytes + (bytes / 4));
        }
    }

    /// <summary>Makes it ready for the next answer.</summary>
    /// <returns>False when the buffer is too large to keep.</returns>
    public bool Clear()
    {
        if (_bytes.Capacity > MaxKeptBytes)
        {
            return false;
        }

        _bytes.ResetWrittenCount();
        Writer.Reset();
        return true;
    }
}
