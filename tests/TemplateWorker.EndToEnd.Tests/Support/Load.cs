using System.Collections.Concurrent;

namespace TemplateWorker.EndToEnd.Tests.Support;

/// <summary>Clients that each send one call after the other, until they are stopped.</summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task[] _clients = [];

    private Load()
    {
    }

    /// <param name="clients">How many.</param>
    /// <param name="call">The call of a client in a round, both from 0.</param>
    public static Load Start(int clients, Func<int, int, Task<Answer>> call)
    {
        var load = new Load();
        load._clients = [.. Enumerable.Range(0, clients).Select(client => load.RunAsync(client, call))];
        return load;
    }

    /// <summary>Waits for so many answers more.</summary>
    public Task AnsweredAsync(int more)
    {
        var wanted = _answers.Count + more;
        return Eventually.HoldsAsync(
            () => Task.FromResult(_answers.Count >= wanted || _clients.Any(client => client.IsFaulted)),
            () => $"{_answers.Count} of {wanted} answers came.");
    }

    /// <summary>Lets each client finish its call.</summary>
    /// <returns>All answers.</returns>
    public async Task<IReadOnlyList<Answer>> StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_clients);
        return [.. _answers];
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_clients).ContinueWith(_ => { }, TaskScheduler.Default);
        _stopping.Dispose();
    }

    private async Task RunAsync(int client, Func<int, int, Task<Answer>> call)
    {
        for (var round = 0; !_stopping.IsCancellationRequested; round++)
        {
            _answers.Enqueue(await call(client, round));
        }
    }
}
