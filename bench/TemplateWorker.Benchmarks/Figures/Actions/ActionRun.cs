using System.Globalization;
using TemplateWorker.Benchmarks.Figures.Durable;
using TemplateWorker.Benchmarks.Figures.Load;
using TemplateWorker.Benchmarks.Figures.Measuring;
using TemplateWorker.Benchmarks.Figures.Results;
using TemplateWorker.Benchmarks.Figures.Stand;

namespace TemplateWorker.Benchmarks.Figures.Actions;

/// <summary>The figures p to t: actions.</summary>
internal sealed class ActionRun(BenchArguments arguments, BenchStand stand, BenchNotes notes, Action<string> say)
{
    /// <summary>Actions of a round that is pushed.</summary>
    private const int Pushed = 20_000;

    /// <summary>Actions of a round that is pulled.</summary>
    private const int Pulled = 50_000;

    /// <summary>As many requests at a time as a route has channels under way.</summary>
    private const int PushClients = 16;

    private const int FlowClients = 128;
    private const int Receipts = 1_000;
    private const int ReceiptsOfRound = 500;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    private readonly StoredActions _actions = new(stand.ConnectionString);

    public async Task RunAsync(SupervisorUnderTest supervisor, CancellationToken cancellationToken)
    {
        if (arguments.Wants(Figure.Sending))
        {
            say("p: events that set a key, and events that send an action, in turns.");
            await CompareRunsAsync(supervisor, cancellationToken);
        }

        if (arguments.Wants(Figure.Claiming))
        {
            say("r: actions that are taken by SQL, and rows of a plain queue, in turns.");
            await ClaimAsync(supervisor, cancellationToken);
        }

        if (!arguments.Wants(Figure.Pushing, Figure.Receipt, Figure.Crowd))
        {
            return;
        }

        await using var receiver = await BenchReceiver.StartAsync(supervisor.Api, cancellationToken);
        if (arguments.Wants(Figure.Pushing))
        {
            say("q: actions that are pushed, and the same requests of a client, in turns.");
            await PushAsync(supervisor, receiver, cancellationToken);
        }

        await _actions.ClearAsync(cancellationToken);
        if (arguments.Wants(Figure.Receipt, Figure.Crowd))
        {
            await MeasureReceiptsAsync(new ReceiptLatency(stand, _actions, receiver), cancellationToken);
        }

        await _actions.ClearAsync(cancellationToken);
    }

    private async Task CompareRunsAsync(SupervisorUnderTest supervisor, CancellationToken cancellationToken)
    {
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var flow = new FlowLoad(stand, arguments.RoundTime);
        var (setting, sending, ignored) = (new Rounds(FlowClients, observed), new Rounds(FlowClients, observed), new Rounds(FlowClients, observed));
        await flow.RunAsync(BenchTenants.SetEvent, FlowClients, ignored, cancellationToken);
        await flow.RunAsync(BenchTenants.ActionEvent, FlowClients, ignored, cancellationToken);
        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            await flow.RunAsync(BenchTenants.SetEvent, FlowClients, setting, cancellationToken);
            await flow.RunAsync(BenchTenants.ActionEvent, FlowClients, sending, cancellationToken);
            await _actions.ClearAsync(cancellationToken);
        }

        notes.Add(report => report with { Setting = setting.Sum(), Sending = sending.Sum() });
    }

    private async Task ClaimAsync(SupervisorUnderTest supervisor, CancellationToken cancellationToken)
    {
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var claims = new SqlClaims(stand.ConnectionString);
        var (claiming, plain) = (new Rounds(1, observed), new Rounds(1, observed));
        for (var round = 0; round < BenchArguments.Rounds; round++)
        {
            await _actions.StoreAsync(Pulled, 0, BenchTenants.Count, "", cancellationToken);
            await claims.CopyAsync(cancellationToken);
            await _actions.ReleaseAsync("", cancellationToken);
            await claiming.RunAsync(() => claims.TakeActionsAsync(cancellationToken));
            await plain.RunAsync(() => claims.TakePlainAsync(cancellationToken));
            await _actions.ClearAsync(cancellationToken);
        }

        notes.Add(report => report with { Claiming = claiming.Sum(), PlainQueue = plain.Sum() });
    }

    private async Task PushAsync(SupervisorUnderTest supervisor, BenchReceiver receiver, CancellationToken cancellationToken)
    {
        var observed = await supervisor.ObserveAsync(stand.Postmaster, cancellationToken);
        var pushing = new Rounds(PushClients, observed);
        var client = new LoadSeries(ClientPlan(receiver), observed);
        for (var round = -1; round < BenchArguments.Rounds; round++)
        {
            await _actions.StoreAsync(Pushed, 0, BenchTenants.Count, BenchReceiver.Route, cancellationToken);
            // The first round finds code that the JIT compiler has not seen: not counted.
            await (round < 0 ? new Rounds(PushClients, observed) : pushing).RunAsync(
                Pushed, () => receiver.CountAsync(Pushed, () => _actions.ReleaseAsync(BenchReceiver.Route, cancellationToken), cancellationToken));
            await receiver.CountAsync(
                1, () => round < 0 ? client.WarmUpAsync(arguments.RoundTime, cancellationToken) : client.RunRoundAsync(arguments.RoundTime, null, cancellationToken), cancellationToken);
        }

        notes.Add(report => report with { Pushing = pushing.Sum(), PushClient = client.Sum() });
    }

    private async Task MeasureReceiptsAsync(ReceiptLatency latency, CancellationToken cancellationToken)
    {
        await latency.WarmUpAsync(cancellationToken);
        await latency.RunAsync(ReceiptsOfRound, cancellationToken);
        if (arguments.Wants(Figure.Receipt))
        {
            say("s: from the commit of a run to the receipt of its action.");
            await Task.Delay(Calm, cancellationToken);
            var (fromCommit, fromEvent) = await latency.RunAsync(Receipts, cancellationToken);
            notes.Add(report => report with { CommitToReceipt = LatencyFigures.Of(fromCommit), EventToReceipt = LatencyFigures.Of(fromEvent) });
        }

        if (arguments.Wants(Figure.Crowd))
        {
            say(string.Create(CultureInfo.InvariantCulture, $"t: the same without and with {arguments.Rows:N0} actions of another tenant."));
            var alone = await RoundsAsync();
            await _actions.StoreAsync(arguments.Rows, BenchTenants.Count - 1, 1, BenchReceiver.Route, cancellationToken);
            await _actions.ReleaseAsync(BenchReceiver.Route, cancellationToken);
            await Task.Delay(Calm, cancellationToken);
            var crowded = await RoundsAsync();
            notes.Add(report => report with { Alone = Spread.Of(alone), Crowded = Spread.Of(crowded), CrowdRows = arguments.Rows });
        }

        async Task<List<double>> RoundsAsync()
        {
            List<double> rounds = [];
            while (rounds.Count < BenchArguments.Rounds)
            {
                rounds.Add(ReceiptLatency.NinetyNinth((await latency.RunAsync(ReceiptsOfRound, cancellationToken)).FromEvent));
            }

            return rounds;
        }
    }

    /// <summary>A client that sends what a supervisor sends, signed once.</summary>
    private static LoadPlan ClientPlan(BenchReceiver receiver) => new()
    {
        Server = new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, receiver.Url.Port),
        Requests = [SignedRequest.Of(receiver.Secret)],
        Proof = default,
        Clients = PushClients,
    };
}
