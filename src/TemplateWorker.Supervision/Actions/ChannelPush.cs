using Microsoft.Extensions.Logging;
using TemplateWorker.Storage.Actions.Channels;
using TemplateWorker.Storage.Actions.Routes;

namespace TemplateWorker.Supervision.Actions;

/// <summary>Pushes the actions of a leased channel, one request after the other, or several at a time where order does not matter. Stateless.</summary>
internal sealed partial class ChannelPush(ActionSender sender, HostGate gate, Func<string, string, Task> disable, TimeProvider time, ILogger<ChannelPush> logger)
{
    /// <summary>After this time no further request is begun, so that the others get their turn.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    /// <summary>Requests of one channel at a time where order does not matter.</summary>
    private const int MostAtATime = 8;

    /// <summary>A wait for the route's rate up to this is waited for; after a longer one the channel is given back.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Never fails: what could not be sent stays.</summary>
    public async Task<SettledChannel> RunAsync(LeasedChannel channel, ActionRoute route, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var ends = new List<ActionEnd>();
        TimeSpan? wait = null;
        using var batches = channel.Actions.Chunk(route.Batch).GetEnumerator();
        var atATime = route.IsStrict ? 1 : MostAtATime;
        while (wait is null && time.GetElapsedTime(started) < Turn && !stopping.IsCancellationRequested)
        {
            var sending = new List<Task<(IReadOnlyList<ActionEnd> Ends, TimeSpan? Wait)>>();
            while (sending.Count < atATime && batches.MoveNext())
            {
                sending.Add(SendAsync(channel, route, batches.Current, stopping));
            }

            if (sending.Count == 0)
            {
                break;
            }

            foreach (var sent in await Task.WhenAll(sending))
            {
                ends.AddRange(sent.Ends);
                wait = sent.Wait > wait || wait is null ? sent.Wait : wait;
            }
        }

        foreach (var dead in ends.OfType<ActionEnd.Dead>())
        {
            Log.GivenUp(logger, dead.Action.Id, dead.Action.Type, channel.Name.Tenant, route.Name, route.Attempts, dead.Error);
        }

        var failures = ends.Exists(end => end is not ActionEnd.Taken) ? channel.Failures + 1 : 0;
        return new SettledChannel(channel, ends, failures, wait ?? TimeSpan.Zero);
    }

    private async Task<(IReadOnlyList<ActionEnd> Ends, TimeSpan? Wait)> SendAsync(
        LeasedChannel channel, ActionRoute route, IReadOnlyList<WaitingAction> batch, CancellationToken stopping)
    {
        var wait = gate.Enter(route);
        while (wait > TimeSpan.Zero && wait <= LongestPause)
        {
            await Task.Delay(wait, time, CancellationToken.None);
            wait = gate.Enter(route);
        }

        if (wait > TimeSpan.Zero)
        {
            return ([], wait);
        }

        PushResult? result = null;
        try
        {
            result = await sender.PostAsync(route, channel.Name, batch, stopping);
        }
        catch (OperationCanceledException)
        {
            return ([], TimeSpan.Zero);
        }
        catch (Exception defect)
        {
            // Whatever one request does, the others must go on.
            Log.Defect(logger, defect, route.Name);
            result = new PushResult.Failed($"the supervisor failed inside: {defect.GetType().Name}", null, IsOfHost: false);
        }
        finally
        {
            Note(route, result);
        }

        if (result is PushResult.Gone)
        {
            await DisableAsync(route);
        }

        return PushRules.Decide(route, batch, result, Random.Shared.NextDouble());
    }

    private void Note(ActionRoute route, PushResult? result)
    {
        switch (gate.Note(route, result))
        {
            case true:
                Log.HeldBack(logger, HostGate.HostOf(route), CircuitBreaker.MostFailures, (result as PushResult.Failed)?.Error ?? "");
                break;
            case false:
                Log.Answers(logger, HostGate.HostOf(route));
                break;
        }
    }

    private async Task DisableAsync(ActionRoute route)
    {
        try
        {
            await disable(route.Name, "The receiver answered 410 Gone.");
            Log.Disabled(logger, route.Name, HostGate.HostOf(route));
        }
        catch (Storage.StorageException fault)
        {
            // The next request will be answered in the same way.
            Log.NotDisabled(logger, route.Name, fault.Message);
        }
    }
}
