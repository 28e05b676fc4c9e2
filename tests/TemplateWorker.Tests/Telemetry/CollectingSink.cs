using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace TemplateWorker.Tests.Telemetry;

/// <summary>Keeps what was logged, as the lines that a formatter makes of it.</summary>
internal sealed class CollectingSink(ITextFormatter formatter) : ILogEventSink
{
    private readonly ConcurrentQueue<string> _texts = new();

    /// <summary>One text per event, of one or more lines.</summary>
    public IReadOnlyList<string> Texts => [.. _texts];

    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        formatter.Format(logEvent, text);
        _texts.Enqueue(text.ToString());
    }
}
