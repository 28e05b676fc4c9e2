using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Deaths;
using TemplateWorker.Supervision.Health;
using TemplateWorker.Supervision.Launching;
using TemplateWorker.Supervision.Links;
using TemplateWorker.Supervision.Slots;

namespace TemplateWorker.Supervision.Pool;

/// <summary>
/// One numbered worker, kept alive: it is started, watched, and started again when it ends, for as long as the
/// supervisor runs. Whatever happens to the process stays in here; it never takes the supervisor down.
/// </summary>
/// <remarks>States: Starting → Ready → Draining → BackingOff → Starting …, drawn in docs/worker-lifecycle.md.</remarks>
internal sealed partial class SupervisedWorker
{
    private readonly int _number;
    private readonly SlotAssigner _slots;
    private readonly SupervisionParts _parts;
    private readonly WorkerStart _start;
    private readonly DeathReporter _deaths;
    private readonly ILogger _logger;
    private readonly RestartPolicy _restarts = new();
    private readonly CompletedCalls _completed = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource<WorkerLink> _ready = NewReady();
    private TaskCompletionSource<string> _replace = NewReplace();
    private WorkerState _state = WorkerState.Starting;
    private int? _processId;
    private WorkerLink? _link;
    private int _starts;
    private string? _lastExit;

    public SupervisedWorker(int number, SlotAssigner slots, SupervisionParts parts)
    {
        _number = number;
        _slots = slots;
        _parts = parts;
        _logger = parts.Loggers.CreateLogger<SupervisedWorker>();
        _start = new WorkerStart(number, parts, _completed, (link, epoch) => slots.Release(number, link, epoch));
        _deaths = new DeathReporter(number, parts.WorkerDied, parts.Time, parts.Loggers.CreateLogger<DeathReporter>());
    }

    /// <summary>Completes when the worker is ready; renewed after each exit.</summary>
    public Task<WorkerLink> WhenReady
    {
        get
        {
            lock (_gate)
            {
                return _ready.Task;
            }
        }
    }

    /// <summary>The connection that takes work; null while there is none.</summary>
    public WorkerLink? Link => Volatile.Read(ref _link);

    public WorkerStatus Status
    {
        get
        {
            lock (_gate)
            {
                var link = _link;
                return new WorkerStatus
                {
                    Number = _number,
                    State = _state,
                    IsUnhealthy = _restarts.IsUnhealthy,
                    ProcessId = _processId,
                    Uptime = link?.Uptime,
                    Slots = _slots.SlotsOf(_number),
                    Tenants = link?.LastHeartbeat?.WarmTenants ?? 0,
                    StalledLanes = link?.LastHeartbeat?.StalledLanes ?? 0,
                    LongestPause = link?.LastHeartbeat?.LongestPause ?? TimeSpan.Zero,
                    TotalPause = link?.LastHeartbeat?.TotalPause ?? TimeSpan.Zero,
                    HeldCount = link?.LastHeartbeat?.HeldCount ?? 0,
                    Held = HeldUntil(link),
                    Busiest = link?.LastHeartbeat?.Busiest ?? [],
                    Running = link?.LastHeartbeat?.Running ?? [],
                    ResidentBytes = link?.LastHeartbeat?.ResidentBytes ?? 0,
                    Outstanding = link?.Outstanding ?? 0,
                    Completed = _completed.Count,
                    Restarts = Math.Max(0, _starts - 1),
                    LastExit = _lastExit,
                };
            }
        }
    }

    /// <summary>Lets the worker finish its runs, then starts another in its place.</summary>
    /// <returns>False if the worker is not ready.</returns>
    public bool RequestReplacement(string why)
    {
        lock (_gate)
        {
            return _state == WorkerState.Ready && _replace.TrySetResult(why);
        }
    }

    /// <summary>Withdraws a connection, so that calls wait for the next one.</summary>
    public void StopOffering(WorkerLink link)
    {
        lock (_gate)
        {
            if (_link == link)
            {
                Close();
            }
        }
    }

    /// <summary>Restarts the worker until cancelled, then drains it.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var readyFor = await RunOnceAsync(stopping);
            if (stopping.IsCancellationRequested)
            {
                break;
            }

            var delay = readyFor is { } uptime ? _restarts.NextDelay(uptime) : TimeSpan.Zero;
            Enter(WorkerState.BackingOff);
            if (delay > TimeSpan.Zero)
            {
                Log.BackingOff(_logger, _number, delay.TotalSeconds, _restarts.Deaths);
                await Task.Delay(delay, _parts.Time, stopping).ContinueWith(
                    _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        Enter(WorkerState.Stopped);
    }

    private static TaskCompletionSource<WorkerLink> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<string> NewReplace() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IReadOnlyList<(HeldTenant Tenant, DateTimeOffset Until)> HeldUntil(WorkerLink? link)
    {
        if (link?.LastHeartbeat is not { Held.Count: > 0 } heartbeat)
        {
            return [];
        }

        var sentAt = _parts.Time.GetUtcNow() - link.Silence;
        return [.. heartbeat.Held.Select(held => (held, sentAt + held.Rate.Wait))];
    }

    /// <returns>How long it was ready, zero if it never was; null after a planned replacement.</returns>
    private async Task<TimeSpan?> RunOnceAsync(CancellationToken stopping)
    {
        Enter(WorkerState.Starting);
        var started = _parts.Time.GetTimestamp();
        Arrival? arrival = null;
        WorkerLink? link = null;
        WorkerExit end;
        try
        {
            arrival = _parts.Arrivals.Launch(_parts.Launcher, _number, _parts.InFlightThreads);
            SetProcess(arrival.Process.ProcessId);
            link = await _start.BecomeReadyAsync(arrival, stopping);
            Log.Ready(_logger, _number, arrival.Process.ProcessId, link.Engine, _parts.Time.GetElapsedTime(started).TotalMilliseconds);
            Open(link);
            end = await WatchAsync(link, arrival.Process, stopping);
        }
        catch (WorkerStartException fault)
        {
            end = new WorkerExit(fault.Message, WorkerExitCause.Died);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            end = new WorkerExit("the supervisor is stopping", WorkerExitCause.Planned);
        }
        catch (Exception fault)
        {
            // A supervision loop: any fault counts as an exit, and another start follows.
            end = new WorkerExit(fault.Message, WorkerExitCause.Died);
        }

        var uptime = await EndAsync(arrival, link, end);
        return end.IsPlanned ? null : uptime;
    }

    /// <summary>Ends the process and reports the death before the slots are freed.</summary>
    /// <returns>How long it was ready; zero if it never was.</returns>
    private async Task<TimeSpan> EndAsync(Arrival? arrival, WorkerLink? link, WorkerExit end)
    {
        Close();
        _slots.Retire(_number, end.AwayFor);
        var uptime = link?.Uptime ?? TimeSpan.Zero;
        var calls = link is null ? [] : DeathBlame.CallsOf(end, link.LastHeartbeat, link.EventOf);
        foreach (var call in calls)
        {
            _parts.Resting.Note(call.Tenant.ToString(), end.Cause == WorkerExitCause.Overdue);
        }

        var lost = link is null ? 0 : await link.CloseAsync(end.Why);
        var exit = await EndProcessAsync(arrival?.Process);
        if (arrival is not null)
        {
            await _deaths.ReportAsync(end, exit, arrival.Process.ProcessId, arrival.InFlight, link?.LastHeartbeat, calls);
        }

        _slots.RemoveDead(_number);
        arrival?.Dispose();
        SetProcess(null);
        _lastExit = $"{end.Why}; {exit}";
        Log.Ended(_logger, end.IsPlanned ? LogLevel.Information : LogLevel.Warning, _number, uptime.TotalSeconds, end.Why, exit, lost);
        return uptime;
    }

    private async Task<WorkerExit> WatchAsync(WorkerLink link, IWorkerProcess process, CancellationToken stopping)
    {
        var silence = new SilenceWatch(_parts.Workers);
        using var ticks = new PeriodicTimer(SilenceWatch.Interval(_parts.Workers), _parts.Time);
        var stop = Task.Delay(Timeout.InfiniteTimeSpan, _parts.Time, stopping);
        var tick = ticks.WaitForNextTickAsync(CancellationToken.None).AsTask();
        while (true)
        {
            var first = await Task.WhenAny(link.Closed, process.Exited, stop, _replace.Task, tick);
            if (first == tick)
            {
                switch (Judge(link, process, silence))
                {
                    case WorkerVerdict.Kill kill:
                        process.Kill();
                        return new WorkerExit($"killed: {kill.Why}", kill.Cause) { Overdue = kill.Overdue, AwayFor = link.Silence };
                    case WorkerVerdict.Replace replace:
                        RequestReplacement(replace.Why);
                        break;
                }

                tick = ticks.WaitForNextTickAsync(CancellationToken.None).AsTask();
            }
            else if (first == stop)
            {
                await DrainAsync(link, process);
                return new WorkerExit("the supervisor is stopping", WorkerExitCause.Planned);
            }
            else if (first == _replace.Task)
            {
                var why = await _replace.Task;
                Log.Replacing(_logger, _number, why);
                await DrainAsync(link, process);
                return new WorkerExit($"replaced: {why}", WorkerExitCause.Planned);
            }
            else
            {
                await _start.ReadFinalMessagesAsync(link);
                return new WorkerExit(link.GoodbyeText ?? "the connection was lost", WorkerExitCause.Died);
            }
        }
    }

    private WorkerVerdict Judge(WorkerLink link, IWorkerProcess process, SilenceWatch watch)
    {
        var silence = link.Silence;
        var meaning = watch.Look(new SilenceSample(_parts.Time.GetElapsedTime(0), silence, link.HasUnread, () => process.Activity));
        if (meaning != WorkerSilence.Alive)
        {
            return _parts.SilentKills.TryTake() ? _parts.Health.Judge(meaning, silence) : WorkerVerdict.Healthy.Instance;
        }

        // What waits to be read may be the answer.
        return _parts.Health.Judge(link.LastHeartbeat, link.HasUnread ? TimeSpan.Zero : link.Lanes.Unreleased);
    }

    private async Task DrainAsync(WorkerLink link, IWorkerProcess process)
    {
        Close();
        Enter(WorkerState.Draining);
        _slots.Retire(_number, TimeSpan.Zero);
        link.Drain(_parts.Workers.DrainTimeout);
        var end = Task.WhenAny(link.Closed, process.Exited);
        var limit = Task.Delay(_parts.Workers.DrainTimeout + SupervisionParts.DrainMargin, _parts.Time, _parts.GiveUp);
        if (await Task.WhenAny(end, limit) == limit)
        {
            Log.DrainEnded(
                _logger,
                _number,
                _parts.GiveUp.IsCancellationRequested
                    ? "a second signal asked for an immediate stop"
                    : $"it did not finish within {_parts.Workers.DrainTimeout.TotalSeconds:F1} s (workers.drain_timeout)");
        }
    }

    private async Task<string> EndProcessAsync(IWorkerProcess? process)
    {
        if (process is null)
        {
            return "no process";
        }

        // Wait briefly for the process to exit by itself, so that the log has its exit code.
        await Task.WhenAny(process.Exited, Task.Delay(SupervisionParts.ExitMargin, _parts.Time, _parts.GiveUp));
        await process.DisposeAsync();
        return await process.Exited;
    }

    private void Open(WorkerLink link)
    {
        lock (_gate)
        {
            _state = WorkerState.Ready;
            _replace = NewReplace();
            Volatile.Write(ref _link, link);
            _ready.TrySetResult(link);
        }

        if (_parts.Settled.IsWatched)
        {
            link.Send(new WatchDeliveries(true));
        }

        _slots.Join(_number, link);
    }

    private void Close()
    {
        lock (_gate)
        {
            Volatile.Write(ref _link, null);
            if (_ready.Task.IsCompleted)
            {
                _ready = NewReady();
            }
        }
    }

    private void Enter(WorkerState state)
    {
        lock (_gate)
        {
            _state = state;
        }
    }

    private void SetProcess(int? id)
    {
        lock (_gate)
        {
            _processId = id;
            _starts += id is null ? 0 : 1;
        }
    }
}
