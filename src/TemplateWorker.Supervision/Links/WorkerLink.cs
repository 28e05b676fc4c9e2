using System.Collections.Concurrent;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Calls;

namespace TemplateWorker.Supervision.Links;

/// <summary>
/// The connection to one worker, from its arrival to its end: sends calls, receives answers and heartbeats. Input from the
/// worker is untrusted: malformed input ends this connection and affects nothing else. Thread-safe.
/// </summary>
internal sealed class WorkerLink : IAsyncDisposable
{
    /// <summary>Messages that may wait before changes of single tenants are no longer sent.</summary>
    public const int MaxPendingChanges = 500;

    private readonly IpcConnection<WorkerMessage, SupervisorMessage> _connection;
    private readonly TimeSpan _callTimeout;
    private readonly TimeProvider _time;
    private readonly CompletedCalls _completed;
    private readonly Action<WorkerLink, ulong> _released;
    private readonly Action _actionsSent;
    private readonly SettledDeliveries _settled;
    private readonly Action<Measures?, Measures> _measured;
    private readonly PendingCalls<DispatchFinished> _dispatches;
    private readonly PendingCalls<TemplateChecked> _checks;
    private readonly TaskCompletionSource<Ready> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<Disconnect> _reading;
    private readonly ConcurrentDictionary<ulong, (Guid Id, string Name)> _events = new();
    private readonly Lock _sending = new();
    private readonly Lock _changes = new();
    private int? _allChanged;
    private bool _draining;
    private ulong _lastId;
    private long _readySince;
    private long _lastHeard;
    private Heartbeat? _lastHeartbeat;
    private Measures? _lastMeasures;
    private Goodbye? _goodbye;
    private Task _closing = Task.CompletedTask;

    /// <param name="connection">Owned and closed by this instance.</param>
    /// <param name="callTimeout">How long a call may wait for its answer.</param>
    /// <param name="time">Measures time limits and silence.</param>
    /// <param name="completed">Counts answered calls.</param>
    /// <param name="released">Called when the worker has released the slots that a list revoked.</param>
    /// <param name="actionsSent">Called when the worker has stored actions.</param>
    /// <param name="settled">Told which deliveries the worker's commits have settled.</param>
    /// <param name="measured">Called with what the worker has counted, and with its report before that.</param>
    public WorkerLink(
        IpcConnection<WorkerMessage, SupervisorMessage> connection,
        TimeSpan callTimeout,
        TimeProvider time,
        CompletedCalls completed,
        Action<WorkerLink, ulong> released,
        Action actionsSent,
        SettledDeliveries settled,
        Action<Measures?, Measures> measured)
    {
        _connection = connection;
        _callTimeout = callTimeout;
        _time = time;
        _completed = completed;
        _released = released;
        _actionsSent = actionsSent;
        _settled = settled;
        _measured = measured;
        Lanes = new LaneProgress(time);
        _dispatches = new PendingCalls<DispatchFinished>(time);
        _checks = new PendingCalls<TemplateChecked>(time);
        _reading = ReadAsync();
    }

    /// <summary>Completes when the worker reports that it is ready; otherwise never.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the connection has ended, after all pending calls have failed.</summary>
    public Task Closed => _reading;

    /// <summary>The engine the worker runs, once it is ready.</summary>
    public string Engine => _ready.Task.IsCompletedSuccessfully ? $"{_ready.Task.GetAwaiter().GetResult().Engine}" : "no engine";

    /// <summary>Time since <c>Ready</c>; zero before.</summary>
    public TimeSpan Uptime => _ready.Task.IsCompleted ? _time.GetElapsedTime(_readySince) : TimeSpan.Zero;

    /// <summary>Time since the last heartbeat, or since <c>Ready</c>.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastHeard));

    /// <summary>Whether bytes of the worker wait to be read.</summary>
    public bool HasUnread => _connection.HasUnread;

    public Heartbeat? LastHeartbeat => Volatile.Read(ref _lastHeartbeat);

    /// <summary>The worker's reports about its lanes.</summary>
    public LaneProgress Lanes { get; }

    /// <summary>The reason in the worker's goodbye; null if it sent none.</summary>
    public string? GoodbyeText => Volatile.Read(ref _goodbye) is { } goodbye ? $"it ended itself ({goodbye.Reason}): {goodbye.Message}" : null;

    public int Outstanding => _dispatches.Count + _checks.Count;

    private bool TakesCalls
    {
        get
        {
            lock (_sending)
            {
                return !_draining && !_connection.IsClosed;
            }
        }
    }

    /// <summary>The event of a call that is not answered; also after the worker was lost.</summary>
    public (Guid Id, string Name)? EventOf(ulong call) => _events.TryGetValue(call, out var known) ? known : null;

    /// <summary>Sends an event and waits for its results.</summary>
    /// <returns>Null if the worker takes no more calls: nothing was run, and the next worker may run it.</returns>
    public async Task<DispatchReply?> DispatchAsync(EventRequest request, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var dispatch = new Dispatch
        {
            DispatchId = id,
            Tenant = request.Tenant.ToString(),
            EventId = Guid.CreateVersion7(_time.GetUtcNow()),
            EventName = request.Name,
            Data = request.Data,
            IdempotencyKey = request.IdempotencyKey,
            Trace = request.Trace?.Text,
            TimeLeft = _callTimeout,
        };
        _events[id] = (dispatch.EventId, dispatch.EventName);
        CallOutcome<DispatchFinished>? outcome = null;
        try
        {
            outcome = await CallAsync(_dispatches, id, dispatch, cancellationToken);
        }
        finally
        {
            if (outcome is not CallOutcome<DispatchFinished>.WorkerLost)
            {
                _events.TryRemove(id, out _);
            }
        }

        return outcome switch
        {
            null => TakesCalls ? DispatchReplies.Full : null,
            CallOutcome<DispatchFinished>.Replied({ Status: DispatchStatus.Draining }) => null,
            CallOutcome<DispatchFinished>.Replied(var reply) => DispatchReplies.To(reply),
            CallOutcome<DispatchFinished>.DeadlineExceeded => GiveUpOverdue(id),
            CallOutcome<DispatchFinished>.WorkerLost(var cause) => DispatchReplies.Lost(cause),
            var end => throw new InvalidOperationException($"Unexpected call outcome {end.GetType().Name}."),
        };
    }

    /// <summary>Sends a template to the worker and waits for the result of its check.</summary>
    /// <returns>Null if the worker takes no more calls: nothing was checked, and the next worker may check it.</returns>
    public async Task<CheckReply?> CheckAsync(TemplateCandidate candidate, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var check = new CheckTemplate
        {
            DispatchId = id,
            Tenant = candidate.Tenant.ToString(),
            Template = candidate.Name,
            Files = candidate.Files,
            Settings = candidate.Settings,
        };
        return await CallAsync(_checks, id, check, cancellationToken) switch
        {
            null => TakesCalls ? DispatchReplies.CheckFull : null,
            CallOutcome<TemplateChecked>.Replied({ Fault: null } reply) => new CheckReply.Accepted(reply.Subscriptions, reply.Code),
            CallOutcome<TemplateChecked>.Replied({ Fault: { } fault }) => DispatchReplies.To(fault),
            CallOutcome<TemplateChecked>.DeadlineExceeded => DispatchReplies.CheckOverdue,
            CallOutcome<TemplateChecked>.WorkerLost => DispatchReplies.CheckLost,
            var end => throw new InvalidOperationException($"Unexpected call outcome {end.GetType().Name}."),
        };
    }

    /// <summary>Sends a message that needs no answer; closes the connection if the queue is full.</summary>
    public void Send(SupervisorMessage message)
    {
        if (!_connection.TrySend(message) && !_connection.IsClosed)
        {
            // The worker would continue with stale state; a new process starts from current state.
            Volatile.Write(ref _closing, EndAsync("its message queue is full"));
        }
    }

    /// <summary>
    /// Tells the worker that a tenant, or any tenant, has changed. While many messages wait, one that stands for all tenants
    /// takes the place of the others.
    /// </summary>
    /// <param name="tenant">Its text form; null for any tenant.</param>
    public void NoteChanged(string? tenant)
    {
        lock (_changes)
        {
            var batch = _connection.WriteBatch;
            if (_connection.QueuedMessages < MaxPendingChanges)
            {
                Send(new TenantChanged(tenant));
            }
            else if (_allChanged != batch)
            {
                _allChanged = batch;
                Send(new TenantChanged(null));
            }
        }
    }

    /// <summary>Sends the worker its slot list.</summary>
    public void Assign(SlotOrder order)
    {
        Lanes.NoteAssigned(order);
        Send(order.Slots);
    }

    /// <summary>Sends deliveries while the queue has room; the worker reads the others from the database.</summary>
    public void Hand(IEnumerable<HandedDelivery> deliveries)
    {
        foreach (var part in HandedParts.Of(deliveries))
        {
            if (!_connection.TrySend(part))
            {
                return;
            }
        }
    }

    /// <summary>Asks the worker to finish its work and to exit. No call is sent after this message.</summary>
    public void Drain(TimeSpan timeout)
    {
        lock (_sending)
        {
            _draining = true;
            Send(new Drain(timeout));
        }
    }

    /// <summary>Closes the connection and fails the pending calls.</summary>
    /// <returns>Number of calls that failed.</returns>
    public async Task<int> CloseAsync(string why)
    {
        var lost = await EndAsync(why);
        await Volatile.Read(ref _closing);
        return lost;
    }

    public async ValueTask DisposeAsync() => await CloseAsync("it is no longer needed");

    private async Task<int> EndAsync(string why)
    {
        var lost = Outstanding;
        await _connection.DisposeAsync();
        Fail(new Disconnect(DisconnectReason.Stopped, why));
        _dispatches.Dispose();
        _checks.Dispose();
        return lost;
    }

    private DispatchReply.Refused GiveUpOverdue(ulong id)
    {
        Send(new Cancel(id));
        return DispatchReplies.Overdue(_callTimeout);
    }

    /// <returns>Null when the call could not be sent.</returns>
    private async ValueTask<CallOutcome<TReply>?> CallAsync<TReply>(
        PendingCalls<TReply> calls, ulong id, SupervisorMessage message, CancellationToken cancellationToken)
        where TReply : class
    {
        var call = calls.Register(id, _callTimeout);
        if (!TrySendCall(message))
        {
            calls.Abandon(id);
            return null;
        }

        CallOutcome<TReply> outcome;
        using (cancellationToken.UnsafeRegister(_ => GiveUp(id), null))
        {
            outcome = await call;
        }

        cancellationToken.ThrowIfCancellationRequested();
        return outcome;
    }

    /// <summary>Under the lock, so that a call is sent before the drain message or not at all. Never blocks.</summary>
    private bool TrySendCall(SupervisorMessage call)
    {
        lock (_sending)
        {
            return !_draining && _connection.TrySend(call);
        }
    }

    private void GiveUp(ulong id)
    {
        if (_dispatches.Abandon(id) || _checks.Abandon(id))
        {
            Send(new Cancel(id));
        }
    }

    private async Task<Disconnect> ReadAsync()
    {
        // Not on the caller's thread: the loop may handle waiting messages synchronously.
        await Task.Yield();
        Disconnect disconnect;
        try
        {
            disconnect = await _connection.RunAsync(Receive, CancellationToken.None);
        }
        catch (Exception fault)
        {
            // A supervision loop: input from a worker must not crash the supervisor.
            disconnect = new Disconnect(DisconnectReason.MalformedMessage, fault.Message);
        }

        Fail(disconnect);
        return disconnect;
    }

    private void Receive(WorkerMessage message)
    {
        switch (message)
        {
            case DispatchFinished finished:
                if (_dispatches.Complete(finished.DispatchId, finished))
                {
                    _completed.Add();
                }

                break;
            case TemplateChecked templateChecked:
                _checks.Complete(templateChecked.DispatchId, templateChecked);
                break;
            case Heartbeat heartbeat:
                Volatile.Write(ref _lastHeartbeat, heartbeat);
                Interlocked.Exchange(ref _lastHeard, _time.GetTimestamp());
                break;
            case Measures measures:
                _measured(_lastMeasures, measures);
                _lastMeasures = measures;
                break;
            case Ready ready:
                _readySince = _time.GetTimestamp();
                Interlocked.Exchange(ref _lastHeard, _readySince);
                _ready.TrySetResult(ready);
                break;
            case LanesRead read:
                Lanes.NoteRead(read.Bound);
                break;
            case ActionsSent:
                _actionsSent();
                break;
            case DeliveriesSettled settled:
                _settled.Note(settled.Ids);
                break;
            case SlotsReleased done:
                Lanes.NoteReleased(done.Epoch);
                _released(this, done.Epoch);
                break;
            case Goodbye goodbye:
                Volatile.Write(ref _goodbye, goodbye);
                break;
        }
    }

    private void Fail(Disconnect cause)
    {
        _dispatches.FailAll(cause);
        _checks.FailAll(cause);
    }
}
