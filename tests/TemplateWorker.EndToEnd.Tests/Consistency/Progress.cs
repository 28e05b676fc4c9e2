namespace TemplateWorker.EndToEnd.Tests.Consistency;

/// <summary>Tells when a third and when two thirds of the events were sent. Thread-safe.</summary>
internal sealed class Progress(int total)
{
    private readonly TaskCompletionSource _third = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _twoThirds = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _sent;

    public Task Third => _third.Task;

    public Task TwoThirds => _twoThirds.Task;

    public void Count()
    {
        var sent = Interlocked.Increment(ref _sent);
        if (sent == total / 3)
        {
            _third.SetResult();
        }
        else if (sent == total * 2 / 3)
        {
            _twoThirds.SetResult();
        }
    }
}
