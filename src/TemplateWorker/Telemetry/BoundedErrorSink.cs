using System.Text;
using System.Threading.Channels;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace TemplateWorker.Telemetry;

/// <summary>
/// Writes log lines to standard error on a thread of its own. A stream that is full or closed never stops the program: lines that find
/// <see cref="MaxWaitingBytes"/> waiting are dropped, and their number is written once there is room again. Thread-safe.
/// </summary>
internal sealed class BoundedErrorSink : ILogEventSink, IDisposable
{
    /// <summary>The most bytes of lines that wait to be written.</summary>
    public const int MaxWaitingBytes = 4 << 20;

    private readonly ITextFormatter _formatter;
    private readonly Stream _stream;
    private readonly Channel<byte[]> _lines = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Thread _writer;
    private long _waitingBytes;
    private long _dropped;

    /// <param name="formatter">Forms the lines, on the thread that logs.</param>
    /// <param name="stream">Standard error, unbuffered; not disposed here.</param>
    public BoundedErrorSink(ITextFormatter formatter, Stream stream)
    {
        _formatter = formatter;
        _stream = stream;
        _writer = new Thread(Write) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    /// <summary>How long the end of the process waits for the lines that are left.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    public void Emit(LogEvent logEvent)
    {
        if (Interlocked.Read(ref _waitingBytes) >= MaxWaitingBytes)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        using var text = new StringWriter();
        _formatter.Format(logEvent, text);
        var line = Encoding.UTF8.GetBytes(text.ToString());
        Interlocked.Add(ref _waitingBytes, line.Length);
        _lines.Writer.TryWrite(line);
    }

    /// <summary>Writes what is left, as far as the stream takes it within a second. Idempotent.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writer.Join(Patience);
    }

    private void Write()
    {
        var reader = _lines.Reader;
        while (WaitForLine(reader))
        {
            while (reader.TryRead(out var line))
            {
                if (!TryWrite(line))
                {
                    Interlocked.Increment(ref _dropped);
                }

                Interlocked.Add(ref _waitingBytes, -line.Length);
            }

            TellDropped();
        }
    }

    private static bool WaitForLine(ChannelReader<byte[]> reader) => reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void TellDropped()
    {
        if (Interlocked.Exchange(ref _dropped, 0) is var dropped and > 0)
        {
            using var text = new StringWriter();
            _formatter.Format(DroppedLines.Event(dropped), text);
            if (!TryWrite(Encoding.UTF8.GetBytes(text.ToString())))
            {
                Interlocked.Add(ref _dropped, dropped);
            }
        }
    }

    private bool TryWrite(byte[] line)
    {
        try
        {
            _stream.Write(line);
            _stream.Flush();
            return true;
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
