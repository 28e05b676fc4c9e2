namespace TemplateWorker.Benchmarks.Figures.Load;

/// <summary>Sends every request of a plan once, each when the one before is answered, over one connection.</summary>
internal static class OneByOne
{
    /// <returns>The answers' times, in the order of the requests.</returns>
    /// <exception cref="InvalidDataException">An answer was not a good one; the message quotes it.</exception>
    /// <exception cref="IOException">The server went away.</exception>
    public static Task<List<TimeSpan>> RunAsync(LoadPlan plan, CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Run(plan, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static List<TimeSpan> Run(LoadPlan plan, CancellationToken cancellationToken)
    {
        using var connection = new ClientConnection(plan.Server);
        var latencies = new List<TimeSpan>(plan.Requests.Count);
        for (var request = 0; request < plan.Requests.Count; request++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            connection.Send(request, plan.Requests[request]);
            while (!connection.TryReceive())
            {
            }

            latencies.Add(connection.Elapsed);
            AnswerCheck.Require(connection, plan);
        }

        return latencies;
    }
}
