using System.Diagnostics;
using System.Net.Sockets;

namespace TemplateWorker.Benchmarks.Figures.Load;

/// <summary>
/// Many clients on one thread: each sends its next request as soon as it has the answer to the last. It shares the
/// machine with what it measures, so it does next to nothing: ready bytes out, a glance at what comes in, and one
/// system call to wait for all connections.
/// </summary>
internal sealed class LoadGenerator(LoadPlan plan)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Loads the server for a time.</summary>
    /// <exception cref="InvalidDataException">An answer was not a good one; the message quotes it.</exception>
    /// <exception cref="IOException">The server went away, or no longer answers.</exception>
    public Task<LoadResult> RunAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Run(time, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private LoadResult Run(TimeSpan time, CancellationToken cancellationToken)
    {
        var random = new Random(plan.Clients);
        var answered = new int[plan.Requests.Count];
        var latencies = new List<TimeSpan>(1 << 16);
        var connections = new Dictionary<Socket, ClientConnection>();
        ReadOnlyMemory<byte> sample = default;
        try
        {
            for (var i = 0; i < plan.Clients; i++)
            {
                var connection = new ClientConnection(plan.Server);
                connections.Add(connection.Socket, connection);
            }

            var start = Stopwatch.GetTimestamp();
            foreach (var connection in connections.Values)
            {
                Send(connection, random);
            }

            var waiting = new List<Socket>(connections.Keys);
            var ready = new List<Socket>(waiting.Count);
            while (waiting.Count > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Wait(waiting, ready);
                var isOver = Stopwatch.GetElapsedTime(start) >= time;
                foreach (var socket in ready)
                {
                    var connection = connections[socket];
                    if (!connection.TryReceive())
                    {
                        continue;
                    }

                    latencies.Add(connection.Elapsed);
                    AnswerCheck.Require(connection, plan);
                    answered[connection.Request]++;
                    if (!isOver)
                    {
                        Send(connection, random);
                        continue;
                    }

                    waiting.Remove(socket);
                    sample = connection.Body.ToArray();
                }
            }

            var elapsed = Stopwatch.GetElapsedTime(start);
            latencies.Sort();
            return new LoadResult { Answered = answered, Latencies = latencies, Elapsed = elapsed, SampleBody = sample };
        }
        finally
        {
            foreach (var connection in connections.Values)
            {
                connection.Dispose();
            }
        }
    }

    private void Send(ClientConnection connection, Random random)
    {
        var request = random.Next(plan.Requests.Count);
        connection.Send(request, plan.Requests[request]);
    }

    private static void Wait(List<Socket> waiting, List<Socket> ready)
    {
        ready.Clear();
        ready.AddRange(waiting);
        Socket.Select(ready, null, null, Patience);
        if (ready.Count == 0)
        {
            throw new IOException($"None of {waiting.Count} requests was answered within {Patience.TotalSeconds:F0} s.");
        }
    }
}
