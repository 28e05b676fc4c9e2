using System.Threading.Channels;

namespace TemplateWorker.Supervision.Loops;

/// <summary>Lets one caller at a time do asynchronous work. Thread-safe.</summary>
internal sealed class WorkTurns
{
    private readonly Channel<bool> _free = Channel.CreateBounded<bool>(1);

    public WorkTurns() => _free.Writer.TryWrite(true);

    /// <summary>Waits for the turn, and does the work.</summary>
    public async Task RunAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _free.Reader.ReadAsync(cancellationToken);
        try
        {
            await work();
        }
        finally
        {
            _free.Writer.TryWrite(true);
        }
    }
}
