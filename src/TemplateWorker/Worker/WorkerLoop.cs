using Microsoft.Extensions.Logging;
using TemplateWorker.Ipc;
using TemplateWorker.Ipc.Connection;
using TemplateWorker.Ipc.Messages;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Lanes;
using TemplateWorker.Storage.Deliveries;

namespace TemplateWorker.Worker;

/// <summary>Serves a worker's connection from <c>Ready</c> to its end: messages in, answers and heartbeats out.</summary>
internal sealed partial class WorkerLoop(
    IpcConnection<SupervisorMessage, WorkerMessage> connection,
    TemplateRuntime runtime,
    TimeSpan heartbeatInterval,
    Action tooManyAnswers,
    ILogger<WorkerLoop> logger)
{
    private readonly TaskCompletionSource<Drain> _drainRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Serves until the supervisor requests a drain or disconnects.</summary>
    /// <returns>The reason for the end.</returns>
    public async Task<GoodbyeReason> RunAsync(Ready ready, CancellationToken stopping)
    {
        var reading = connection.RunAsync(Receive, stopping);
        Send(ready);
        using var heartbeats = new HeartbeatThread(runtime, connection.TrySend, heartbeatInterval, TimeProvider.System);

        var first = await Task.WhenAny(reading, _drainRequested.Task);
        if (first == reading)
        {
            var disconnect = await reading;
            Log.SupervisorGone(logger, disconnect.Reason.ToString());
            return GoodbyeReason.ParentGone;
        }

        var drain = await _drainRequested.Task;
        var outstanding = runtime.Outstanding;
        if (!await runtime.DrainAsync(drain.Timeout, stopping))
        {
            Log.DrainTimedOut(logger, drain.Timeout.TotalSeconds, runtime.Outstanding, outstanding);
        }

        Send(new Goodbye(GoodbyeReason.Drained, $"{outstanding} calls were outstanding when draining began."));
        return GoodbyeReason.Drained;
    }

    private void Receive(SupervisorMessage message)
    {
        switch (message)
        {
            case Dispatch dispatch:
                Accept(dispatch);
                break;
            case CheckTemplate check:
                Check(check);
                break;
            case Cancel cancel:
                runtime.Cancel(cancel.DispatchId);
                break;
            case TenantChanged { Tenant: null }:
                runtime.NoteAllChanged();
                break;
            case TenantChanged { Tenant: { } text }:
                runtime.NoteChanged(Parse(text));
                break;
            case DropTenant drop:
                runtime.Drop(Parse(drop.Tenant));
                break;
            case AssignSlots assign:
                runtime.Assign(assign.Epoch, [.. assign.Slots.Select(slot => new SlotFence(slot.Slot, slot.Fence))]);
                break;
            case HandDeliveries handed:
                runtime.Hand([.. handed.Deliveries.Select(ToHanded)]);
                break;
            case WakeSlots wake:
                runtime.Wake(wake.Slots);
                break;
            case WatchDeliveries watch:
                runtime.TellsSettled = watch.IsOn;
                break;
            case Drain drain:
                _drainRequested.TrySetResult(drain);
                break;
        }
    }

    private void Accept(Dispatch dispatch)
    {
        var call = new EventCall
        {
            CallId = dispatch.DispatchId,
            Tenant = Parse(dispatch.Tenant),
            Event = new TenantEvent(dispatch.EventId, dispatch.EventName, dispatch.Data, Hops: 0) { Trace = TraceParent.Parse(dispatch.Trace) },
            IdempotencyKey = dispatch.IdempotencyKey,
            TimeLeft = dispatch.TimeLeft,
        };
        runtime.Submit(call, outcome => Answer(Answers.To(dispatch.DispatchId, outcome)));
    }

    private static PushedDelivery ToHanded(HandedDelivery handed) => new(
        new Delivery
        {
            Id = handed.Id,
            Tenant = Parse(handed.Tenant),
            Template = handed.Template,
            // A copy: the message is a slice of a frame that may hold many deliveries, and each waits for its own time.
            Event = new TenantEvent(handed.EventId, handed.EventName, handed.Data.ToArray(), handed.Hops) { Trace = TraceParent.Parse(handed.Trace) },
            Attempt = 0,
            Deaths = 0,
            Wait = TimeSpan.Zero,
        },
        handed.Priors);

    private void Check(CheckTemplate check)
    {
        var source = new ScriptSource { Template = check.Template, Version = 0, Files = check.Files, Settings = check.Settings };
        runtime.Check(check.DispatchId, Parse(check.Tenant), source, outcome => Send(Answers.To(check.DispatchId, outcome)));
    }

    /// <summary>The supervisor has validated the name; an invalid one is a protocol error and ends the worker.</summary>
    private static TenantId Parse(string text) =>
        TenantId.TryParse(text, out var tenant) ? tenant : throw new FormatException($"Invalid tenant '{text}' from the supervisor.");

    private void Answer(DispatchFinished answer)
    {
        try
        {
            Send(answer);
        }
        catch (IpcException tooLarge)
        {
            // The runs are committed; only their results exceed the size of one answer.
            Log.AnswerTooLarge(logger, answer.DispatchId, tooLarge.Message);
            Send(Answers.WithoutValues(answer));
        }
    }

    private void Send(WorkerMessage message)
    {
        // An answer must not be lost silently. The queue holds more answers than there may be outstanding calls, so a full
        // one means that the supervisor no longer reads: stop, so that it fails all calls.
        if (!connection.TrySend(message))
        {
            tooManyAnswers();
        }
    }
}
