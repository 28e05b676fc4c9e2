using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using TemplateWorker.Benchmarks.Figures.Stand;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Receiving;

namespace TemplateWorker.Benchmarks.Figures.Actions;

/// <summary>The webhook of the benchmark: it verifies signatures and notes when what came. Thread-safe.</summary>
internal sealed class BenchReceiver : IAsyncDisposable
{
    /// <summary>The route to it.</summary>
    public const string Route = "bench";

    private const int Ok = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(1);
    private static readonly byte[] SlowTenant = Encoding.ASCII.GetBytes($"\"tenant\":\"{BenchTenants.NameOf(BenchTenants.Count)}\"");

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _arrivals = new();
    private ActionReceiver _webhook = null!;
    private TaskCompletionSource _arrived = new();
    private long _first;
    private int _left = -1;

    private BenchReceiver()
    {
    }

    public Uri Url => _webhook.Url;

    public string Secret => _webhook.Secret;

    /// <summary>When the action of each event arrived, while events are noted.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Arrivals => _arrivals;

    /// <summary>Starts it and has all actions pushed to it.</summary>
    public static async Task<BenchReceiver> StartAsync(WorkerApi api, CancellationToken cancellationToken)
    {
        var receiver = new BenchReceiver();
        receiver._webhook = await ActionReceiver.StartAsync(receiver.TakeAsync, TimeProvider.System);
        await api.SetRouteAsync(Route, receiver.Url, receiver.Secret, cancellationToken);
        return receiver;
    }

    /// <summary>Waits for so many requests.</summary>
    /// <param name="count">How many.</param>
    /// <param name="begin">Has them sent.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The time from the first of them to the last.</returns>
    /// <exception cref="BenchException">They did not come.</exception>
    public async Task<TimeSpan> CountAsync(int count, Func<Task> begin, CancellationToken cancellationToken)
    {
        _first = 0;
        _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _left, count);
        await begin();
        try
        {
            await _arrived.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new BenchException($"{Volatile.Read(ref _left)} of {count} actions did not arrive within {Patience.TotalMinutes:F0} min.");
        }

        return TimeProvider.System.GetElapsedTime(_first);
    }

    /// <summary>Waits until the actions of events are noted.</summary>
    /// <exception cref="BenchException">They did not come.</exception>
    public async Task ArrivedAsync(IReadOnlyCollection<Guid> events, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!events.All(_arrivals.ContainsKey))
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new BenchException($"{events.Count(id => !_arrivals.ContainsKey(id))} of {events.Count} actions did not arrive within {Patience.TotalMinutes:F0} min.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => _webhook.DisposeAsync();

    private async Task<int> TakeAsync(byte[] body)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (Volatile.Read(ref _left) >= 0)
        {
            Interlocked.CompareExchange(ref _first, TimeProvider.System.GetTimestamp(), 0);
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _arrived.TrySetResult();
            }

            return Ok;
        }

        if (body.AsSpan().IndexOf(SlowTenant) >= 0)
        {
            await Task.Delay(Slowness, TimeProvider.System);
            return Ok;
        }

        using var action = JsonDocument.Parse(body);
        _arrivals.TryAdd(action.RootElement.GetProperty("event_id").GetGuid(), now);
        return Ok;
    }
}
