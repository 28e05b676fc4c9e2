using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.Supervision.Calls;

namespace TemplateWorker.Supervision.Links;

/// <summary>
/// The connection to one worker process, from its arrival to its end: calls out, answers and heartbeats in. Every byte
/// from the worker is treated as hostile; what it sends can end this connection and nothing else. Thread-safe.
/// </summary>
internal sealed class WorkerLink : IAsyncDisposable
{
    private readonly IpcConnection<WorkerMessage, SupervisorMessage> _connection;
    private readonly TimeSpan _callTimeout;
    private readonly TimeProvider _time;
    private readonly CompletedCalls _completed;
    private readonly Action<WorkerLink, ulong> _released;
    private readonly PendingCalls<DispatchFinished> _dispatches;
    private readonly PendingCalls<TemplateChecked> _checks;
    private readonly TaskCompletionSource<Ready> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<Disconnect> _reading;
    private readonly Lock _sending = new();
    private bool _draining;
    private ulong _lastId;
    private long _readySince;
    private long _lastHeard;
    private Heartbeat? _lastHeartbeat;
    private Goodbye? _goodbye;

    /// <param name="connection">Handed over: closed with this.</param>
    /// <param name="callTimeout">How long a call may wait for its answer.</param>
    /// <param name="time">Measures time limits and silence.</param>
    /// <param name="completed">Counts answers.</param>
    /// <param name="released">Called when the worker is done with the slots that a list took from it.</param>
    public WorkerLink(
        IpcConnection<WorkerMessage, SupervisorMessage> connection,
        TimeSpan callTimeout,
        TimeProvider time,
        CompletedCalls completed,
        Action<WorkerLink, ulong> released)
    {
        _connection = connection;
        _callTimeout = callTimeout;
        _time = time;
        _completed = completed;
        _released = released;
        Lanes = new LaneProgress(time);
        _dispatches = new PendingCalls<DispatchFinished>(time);
        _checks = new PendingCalls<TemplateChecked>(time);
        _reading = ReadAsync();
    }

    /// <summary>Completes when the worker says that it is ready; never, if it does not.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Completes when the connection has ended; all calls have failed by then.</summary>
    public Task Closed => _reading;

    /// <summary>The engine the worker runs, once it is ready.</summary>
    public string Engine => _ready.Task.IsCompletedSuccessfully ? $"{_ready.Task.GetAwaiter().GetResult().Engine}" : "no engine";

    /// <summary>Since <c>Ready</c>.</summary>
    public TimeSpan Uptime => _ready.Task.IsCompleted ? _time.GetElapsedTime(_readySince) : TimeSpan.Zero;

    /// <summary>Since the last heartbeat, or since <c>Ready</c>.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastHeard));

    public Heartbeat? LastHeartbeat => Volatile.Read(ref _lastHeartbeat);

    /// <summary>How far the worker is with its lanes.</summary>
    public LaneProgress Lanes { get; }

    /// <summary>What the worker said last, if it said goodbye.</summary>
    public string? Farewell => Volatile.Read(ref _goodbye) is { } goodbye ? $"it said goodbye ({goodbye.Reason}): {goodbye.Message}" : null;

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

    /// <summary>Sends an event and waits for its results.</summary>
    /// <returns>Null when the worker takes no more calls: nothing was run, and the next worker may run it.</returns>
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
            TimeLeft = _callTimeout,
        };
        return await CallAsync(_dispatches, id, dispatch, cancellationToken) switch
        {
            null => TakesCalls ? DispatchReplies.Full : null,
            CallOutcome<DispatchFinished>.Replied({ Status: DispatchStatus.Draining }) => null,
            CallOutcome<DispatchFinished>.Replied(var reply) => DispatchReplies.To(reply),
            CallOutcome<DispatchFinished>.DeadlineExceeded => GiveUpOverdue(id),
            CallOutcome<DispatchFinished>.WorkerLost(var cause) => DispatchReplies.Lost(cause),
            var end => throw new InvalidOperationException($"{end.GetType().Name} is no end of a call that nobody gave up."),
        };
    }

    /// <summary>Lets the worker check a template.</summary>
    /// <returns>Null when the worker takes no more calls: nothing was checked, and the next worker may check it.</returns>
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
            CallOutcome<TemplateChecked>.Replied({ Fault: null } reply) => new CheckReply.Accepted(reply.Subscriptions),
            CallOutcome<TemplateChecked>.Replied({ Fault: { } fault }) => DispatchReplies.To(fault),
            CallOutcome<TemplateChecked>.DeadlineExceeded => DispatchReplies.CheckOverdue,
            CallOutcome<TemplateChecked>.WorkerLost => DispatchReplies.CheckLost,
            var end => throw new InvalidOperationException($"{end.GetType().Name} is no end of a call that nobody gave up."),
        };
    }

    /// <summary>Sends what needs no answer.</summary>
    public void Tell(SupervisorMessage message)
    {
        if (!_connection.TrySend(message) && !_connection.IsClosed)
        {
            // It would go on with what is no longer so; a new process knows nothing stale.
            _ = CloseAsync("it takes no more messages");
        }
    }

    /// <summary>Tells the worker its slots.</summary>
    public void Assign(SlotOrder order)
    {
        Lanes.NoteAssigned(order);
        Tell(order.Slots);
    }

    /// <summary>Hands over deliveries, as far as the queue has room; the worker reads the others.</summary>
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

    /// <summary>Asks the worker to finish what it has and to end. It is the last message: no call follows it.</summary>
    public void Drain(TimeSpan timeout)
    {
        lock (_sending)
        {
            _draining = true;
            Tell(new Drain(timeout));
        }
    }

    /// <summary>Ends the connection and fails what still waits.</summary>
    /// <returns>How many calls were lost.</returns>
    public async Task<int> CloseAsync(string why)
    {
        var lost = Outstanding;
        await _connection.DisposeAsync();
        Fail(new Disconnect(DisconnectReason.Stopped, why));
        _dispatches.Dispose();
        _checks.Dispose();
        return lost;
    }

    public async ValueTask DisposeAsync() => await CloseAsync("it is no longer needed");

    private DispatchReply.Refused GiveUpOverdue(ulong id)
    {
        Tell(new Cancel(id));
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

    /// <summary>A lock around what never waits, so that a call is sent either before the worker is asked to drain or not at all.</summary>
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
            Tell(new Cancel(id));
        }
    }

    private async Task<Disconnect> ReadAsync()
    {
        // Off the caller's thread: the loop may find messages waiting and handle them synchronously.
        await Task.Yield();
        Disconnect disconnect;
        try
        {
            disconnect = await _connection.RunAsync(Receive, CancellationToken.None);
        }
        catch (Exception fault)
        {
            // A supervision loop: what a worker sends must not take the supervisor down.
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
            case Ready ready:
                _readySince = _time.GetTimestamp();
                Interlocked.Exchange(ref _lastHeard, _readySince);
                _ready.TrySetResult(ready);
                break;
            case LanesRead read:
                Lanes.NoteRead(read.Bound);
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
