using Serilog.Events;
using Serilog.Parsing;
using TemplateWorker.Telemetry;

namespace TemplateWorker.Tests.Telemetry;

public sealed class BoundedErrorSinkTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);
    private static readonly MessageTemplate Long = new MessageTemplateParser().Parse(new string('x', 1_000));

    [Fact]
    public void A_stream_that_is_not_read_costs_lines_but_stops_no_caller()
    {
        using var stream = new BlockedStream();
        var sink = new BoundedErrorSink(LoggingSetup.Formatter(LogFormat.Text, LineColours.None), stream);
        const int lines = 3 * BoundedErrorSink.MaxWaitingBytes / 1_000;

        for (var line = 0; line < lines; line++)
        {
            sink.Emit(Line());
        }

        stream.Unblock();
        SpinWait.SpinUntil(() => stream.Text.Contains("log lines were dropped before this one", StringComparison.Ordinal), UnexpectedTimeout).ShouldBeTrue();
        sink.Dispose();
        var written = stream.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var told = written.Where(line => line.Contains("were dropped", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split("warn")[1].Trim().Split(' ')[0]));
        (written.Count(line => line.Contains("xxx", StringComparison.Ordinal)) + told).ShouldBe(lines);
    }

    [Fact]
    public void A_closed_stream_stops_no_caller()
    {
        using var stream = new MemoryStream();
        stream.Dispose();
        var sink = new BoundedErrorSink(LoggingSetup.Formatter(LogFormat.Text, LineColours.None), stream);

        for (var line = 0; line < 100; line++)
        {
            sink.Emit(Line());
        }

        sink.Dispose();
    }

    [Fact]
    public void The_end_writes_what_is_left()
    {
        using var stream = new MemoryStream();
        var sink = new BoundedErrorSink(LoggingSetup.Formatter(LogFormat.Text, LineColours.None), stream) { Patience = TimeSpan.FromSeconds(30) };

        sink.Emit(Line());
        sink.Dispose();

        stream.Length.ShouldBeGreaterThan(1_000);
    }

    private static LogEvent Line() => new(DateTimeOffset.UnixEpoch, LogEventLevel.Information, null, Long, []);

    private sealed class BlockedStream : Stream
    {
        private readonly ManualResetEventSlim _open = new();
        private readonly MemoryStream _written = new();

        public string Text
        {
            get
            {
                lock (_written)
                {
                    return System.Text.Encoding.UTF8.GetString(_written.ToArray());
                }
            }
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Unblock() => _open.Set();

        public override void Write(byte[] buffer, int offset, int count)
        {
            _open.Wait();
            lock (_written)
            {
                _written.Write(buffer, offset, count);
            }
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _open.Dispose();
            _written.Dispose();
            base.Dispose(disposing);
        }
    }
}
