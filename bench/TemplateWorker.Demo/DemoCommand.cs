using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Spectre.Console;
using TemplateWorker.Demo.Api;
using TemplateWorker.Demo.Checking;
using TemplateWorker.Demo.Expectations;
using TemplateWorker.Demo.Generation;
using TemplateWorker.Demo.Receiving;
using TemplateWorker.Demo.Reporting;
using TemplateWorker.Demo.Running;
using TemplateWorker.Demo.Sending;

namespace TemplateWorker.Demo;

/// <summary>
/// The main job on real input, from an empty folder: a cluster, migrations, two workers, the samples for every tenant,
/// all events stored, one worker killed in the middle, and everything that their runs wrote, and what a webhook of the demo got from them, compared
/// with an independent count.
/// </summary>
internal sealed class DemoCommand(TimeProvider time)
{
    private const int Workers = 2;
    private const int Senders = 32;
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Slow enough that a machine with two cores keeps up once the tenants are warm: what is shown is no queue that grows.</summary>
    private static readonly TimeSpan SendingTime = TimeSpan.FromSeconds(40);

    private readonly DemoScreen _screen = new(AnsiConsole.Console, time);

    /// <returns>The exit status: 0 when everything is as it must be, else 1.</returns>
    public async Task<int> RunAsync()
    {
        using var interrupt = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        var port = FreePort();
        var folder = await DemoFolder.CreateAsync(port, interrupt.Token);
        string fault;
        try
        {
            var faults = await RunAsync(folder, new Uri($"http://127.0.0.1:{port}"), interrupt.Token);
            if (faults.Count == 0)
            {
                folder.Delete();
                _screen.Conclude("demo: ok");
                return 0;
            }

            fault = string.Join("; ", faults);
        }
        catch (OperationCanceledException) when (interrupt.IsCancellationRequested)
        {
            fault = "interrupted";
        }
        catch (Exception error) when (error is DemoException or HttpRequestException or IOException or FormatException)
        {
            fault = error.Message;
        }

        _screen.Say($"Configuration, cluster and log are kept in {folder.Path}.");
        _screen.Conclude($"demo: FAILED {fault}");
        return 1;

        void Interrupt(PosixSignalContext signal)
        {
            signal.Cancel = true;
            interrupt.Cancel();
        }
    }

    private async Task<IReadOnlyList<string>> RunAsync(DemoFolder folder, Uri address, CancellationToken cancellationToken)
    {
        var data = Path.Combine(AppContext.BaseDirectory, "templates");
        var events = DemoEventFile.Read(Path.Combine(data, "demo", "events.ndjson"));
        var expectation = Expectation.Of(events);
        await PrepareAsync(folder, Path.Combine(data, "samples"), expectation, cancellationToken);

        await using var supervisor = WorkerProcess.Start(folder, "--worker-type", "processpool", "--process-workers", $"{Workers}");
        using var api = new WorkerApi(address, folder.Token);
        await WaitUntilReadyAsync(supervisor, api, folder, cancellationToken);

        var received = new ReceivedActions();
        await using var receiver = await ActionReceiver.StartAsync(body => Task.FromResult(received.Take(body)), time);
        await api.SetRouteAsync("demo", receiver.Url, receiver.Secret, cancellationToken);
        _screen.Say($"Actions go to {receiver.Url}, a webhook of this demo.");

        var (sent, replacement) = await SendAsync(events, expectation, api, cancellationToken);
        await new QueueDrain(api, time).RunAsync(expectation.Tenants.Keys, cancellationToken);
        _screen.Say("Comparing what every tenant stored, and what the webhook received, with a count of the events.");
        var figures = new DemoFigures
        {
            Events = FinishedEvent.Of(sent, await ListHistoryAsync(expectation, api, cancellationToken)),
            Replacement = replacement,
            Stored = await new StoredCheck(api).RunAsync(expectation, cancellationToken),
            Actions = ActionComparison.Compare(expectation, received.ToList(), receiver.Forged),
        };
        var status = await supervisor.StopAsync();
        _screen.Show(DemoTable.Of(figures));
        var faults = Verdict.Faults(figures, expectation);
        return status switch
        {
            0 => faults,
            null => [.. faults, "the supervisor did not stop and was killed"],
            _ => [.. faults, $"the supervisor ended with status {status}"],
        };
    }

    private async Task PrepareAsync(DemoFolder folder, string samples, Expectation expectation, CancellationToken cancellationToken)
    {
        _screen.Say("Making a PostgreSQL cluster and its schema.");
        await WorkerProcess.RunAsync(folder, ["--worker-type", "migrate"], cancellationToken);

        _screen.Say($"Registering {Expectation.Templates.Count} samples for {expectation.Tenants.Count} tenants.");
        var layout = expectation.Tenants.Keys.Select(tenant => (tenant, Expectation.TemplatesOf(tenant)));
        TenantFolders.LayOut(samples, folder.Templates, layout);
        await WorkerProcess.RunAsync(folder, ["--worker-type", "register", "--templates", folder.Templates], cancellationToken);
    }

    private async Task WaitUntilReadyAsync(WorkerProcess supervisor, WorkerApi api, DemoFolder folder, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!await api.IsReadyAsync(cancellationToken))
        {
            if (supervisor.HasExited)
            {
                throw new DemoException($"the supervisor ended while it started; see {folder.LogFile}");
            }

            if (time.GetElapsedTime(start) > ReadyTimeout)
            {
                throw new DemoException($"the supervisor is not ready after {ReadyTimeout.TotalSeconds:F0} s; see {folder.LogFile}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
        }

        _screen.Say($"{Workers} workers are ready after {time.GetElapsedTime(start).TotalMilliseconds:F0} ms.");
    }

    private async Task<(IReadOnlyList<SentEvent> Sent, WorkerReplacement Replacement)> SendAsync(
        IReadOnlyList<DemoEvent> events, Expectation expectation, WorkerApi api, CancellationToken cancellationToken)
    {
        // A loop that is stopped once is stopped every time; the others keep the default policy.
        foreach (var tenant in expectation.Tenants.Keys.Where(DemoTenants.Hostile.Contains))
        {
            await api.SetMaxAttemptsAsync(tenant, RunawayModel.Name, 1, cancellationToken);
        }

        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var killing = KillAfterAsync(half.Task, api, cancellationToken);
        IReadOnlyList<SentEvent> sent;
        try
        {
            var stream = new EventStream(new EventSender(api, time), Senders, new SendPace(SendingTime, events.Count, time));
            sent = await _screen.TrackAsync(events.Count, progress => stream.SendAsync(
                events,
                count =>
                {
                    progress(count);
                    if (count == events.Count / 2)
                    {
                        half.SetResult();
                    }
                },
                cancellationToken));
        }
        finally
        {
            // Without half of the events there is no kill to wait for.
            half.TrySetCanceled(CancellationToken.None);
        }

        return (sent, await killing);
    }

    private static async Task<List<RunRecord>> ListHistoryAsync(Expectation expectation, WorkerApi api, CancellationToken cancellationToken)
    {
        var history = new List<RunRecord>();
        foreach (var tenant in expectation.Tenants.Keys)
        {
            history.AddRange(await api.ListHistoryAsync(tenant, cancellationToken));
        }

        return history;
    }

    private async Task<WorkerReplacement> KillAfterAsync(Task moment, WorkerApi api, CancellationToken cancellationToken)
    {
        await moment.WaitAsync(cancellationToken);
        var replacement = await new WorkerKill(api, time).RunAsync(cancellationToken);
        _screen.Say(
            $"Killed worker {replacement.Number} (pid {replacement.OldPid}); pid {replacement.NewPid} took its place "
            + $"after {replacement.Recovery.TotalMilliseconds:F0} ms.");
        return replacement;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
