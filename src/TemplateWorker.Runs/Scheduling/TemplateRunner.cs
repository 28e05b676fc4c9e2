using Microsoft.Extensions.Logging;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Queueing;
using TemplateWorker.Runs.Rates;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>
/// Executes one turn of a tenant: resolves an event to its subscribed templates and runs the next one, runs
/// a delivery, or checks a template before it is published. Stateless; called on script threads.
/// </summary>
/// <param name="engine">Checks templates.</param>
/// <param name="stores">The stores that turns read from.</param>
/// <param name="handlers">Runs handlers.</param>
/// <param name="isCommitterBusy">Whether a commit would have to wait.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For internal errors.</param>
internal sealed partial class TemplateRunner(
    IScriptEngine engine, TenantStores stores, HandlerRunner handlers, Func<bool> isCommitterBusy, TimeProvider time, ILogger logger)
{
    /// <summary>How long a tenant may add deliveries to its turn while other tenants wait; the last one may exceed it.</summary>
    private static readonly TimeSpan LongestRow = TimeSpan.FromMilliseconds(2);

    /// <summary>A longer run is committed at once: the next one may take as long, or never end.</summary>
    private static readonly TimeSpan LongRun = SharedThreads.Slice;

    /// <summary>Takes a tenant's turn. Throws nothing: a defect of the worker costs only the tenant's call.</summary>
    /// <param name="session">The tenant, whose turn the caller holds.</param>
    /// <param name="thread">The thread of the caller.</param>
    public TurnResult TakeTurn(TenantSession session, ITurnThread thread)
    {
        try
        {
            session.ApplyRequests();
            thread.Touch(session);
            return Execute(session, thread);
        }
        catch (Exception fault)
        {
            // The script boundary.
            Log.TurnFailed(logger, fault, session.Tenant);
            session.Forget();
            session.Current.Refuse(EventRefusal.InternalFault, "An internal error of the worker ended the call. The worker's log has the cause.");
            return new TurnResult.Answered();
        }
    }

    private TurnResult Execute(TenantSession session, ITurnThread thread)
    {
        var work = session.Current;
        session.NoteLosses(stores.Losses);
        if (work.Cancelled.IsCancellationRequested)
        {
            work.Refuse(EventRefusal.Cancelled, "The caller cancelled the call.");
            return new TurnResult.Answered();
        }

        try
        {
            return work switch
            {
                PendingDelivery delivery => RunDelivery(session, delivery, thread),
                PendingEvent pending => RunNext(session, pending, thread),
                PendingCheck check => Check(session, check, thread),
                _ => throw new InvalidOperationException($"Unexpected work {work.GetType().Name}."),
            };
        }
        catch (StorageException fault)
        {
            work.Refuse(EventRefusal.StorageUnavailable, fault.Message);
            return new TurnResult.Answered();
        }
        catch (Exception fault) when (work is PendingRun { NextTemplate: not null })
        {
            // The script boundary: a defect of ours that a run has met. It counts as a failed attempt, so that it is not met for ever.
            return Fail(session, (PendingRun)work, fault);
        }
    }

    private TurnResult Fail(TenantSession session, PendingRun run, Exception fault)
    {
        var template = run.NextTemplate!;
        Log.RunFailed(logger, fault, template, session.Tenant, run.Event.Name, run.Event.Id, run.Delivery?.Id, run.Attempt);
        var failure = new RunFailure(
            RunFailure.InternalFault, "An internal error of the worker ended the run; it wrote nothing. The worker's log has the cause.", null);
        var report = new RunReport { Template = template, Version = 0, Failure = failure };
        var result = Settle(session, run, new HandlerOutcome.Ended(report, time.GetUtcNow(), null));
        session.Forget();
        return result;
    }

    private TurnResult RunDelivery(TenantSession session, PendingDelivery delivery, ITurnThread thread)
    {
        if (!delivery.IsValid)
        {
            delivery.Refuse(EventRefusal.Draining, "The worker no longer owns the slot, or is stopping.");
            return new TurnResult.Answered();
        }

        if (delivery.LossesBefore(session) != session.Losses)
        {
            // Its id may be another delivery's by now.
            delivery.NoteSuperseded();
            return new TurnResult.Answered();
        }

        if (delivery.Failed is null && session.Bill.Hold is { } hold)
        {
            delivery.HoldBack(hold.Wait);
            return new TurnResult.Answered();
        }

        if (IsBanned(session, delivery))
        {
            delivery.Refuse(EventRefusal.TenantBanned, $"The tenant {session.Tenant} is banned or suspended.");
            return new TurnResult.Answered();
        }

        if (delivery.Failed is { } failed)
        {
            return Settle(session, delivery, new HandlerOutcome.Ended(failed, time.GetUtcNow(), null));
        }

        long? first = null;
        while (true)
        {
            var active = Subscriber(session, delivery);
            if (active is null)
            {
                // The templates in memory may be older than the delivery.
                Read(session, delivery);
                active = Subscriber(session, delivery);
            }

            if (active is null)
            {
                return Settle(session, delivery, new HandlerOutcome.Ended(RunReport.Skip(delivery.Template), time.GetUtcNow(), null));
            }

            var outcome = handlers.Run(session, delivery, active, thread);
            first ??= time.GetTimestamp();
            if (outcome is not HandlerOutcome.Ended { Report: { Failure: null } report, Transaction: { } transaction, StartedAt: var startedAt }
                || !MayExtend(session, delivery, report, first.Value) || !delivery.TryExtend(session, report, startedAt, transaction))
            {
                return Settle(session, delivery, outcome);
            }
        }
    }

    // While the committer is busy, the first commit would have to wait. While others wait for the thread, the next delivery would wait
    // for all of them; in a new worker, which must create their heaps first, that can take longer than the worker lives.
    private bool MayExtend(TenantSession session, PendingDelivery delivery, RunReport report, long first) =>
        (isCommitterBusy() || session.Turns.IsCrowded) && report.Wall < LongRun && !session.WasPaused
        && !session.HasRequests && session.Bill.Hold is null && !delivery.Cancelled.IsCancellationRequested && time.GetElapsedTime(first) < LongestRow;

    private static ActiveTemplate? Subscriber(TenantSession session, PendingDelivery delivery) => session.Templates!.Templates.FirstOrDefault(
        template => template.Name == delivery.Template && template.Subscriptions.Contains(delivery.Event.Name, StringComparer.Ordinal));

    private TurnResult RunNext(TenantSession session, PendingEvent pending, ITurnThread thread)
    {
        if (pending.Failed is { } failed)
        {
            return Settle(session, pending, new HandlerOutcome.Ended(failed, time.GetUtcNow() - failed.Wall, null));
        }

        if (time.GetTimestamp() > pending.Deadline)
        {
            pending.Refuse(EventRefusal.Cancelled, "The call timed out before the event could run.");
            return new TurnResult.Answered();
        }

        var templates = Templates(session, pending);
        if (templates.Banned)
        {
            pending.Refuse(EventRefusal.TenantBanned, $"The tenant {session.Tenant} is banned or suspended.");
            return new TurnResult.Answered();
        }

        if (pending.Templates is null && !TryResolve(session, templates, pending))
        {
            pending.Refuse(EventRefusal.IdempotencyKeyReused, "The idempotency key was already used with a different event. Use a new key for each event.");
            return new TurnResult.Answered();
        }

        if (pending.IsDone)
        {
            pending.Finish();
            return new TurnResult.Answered();
        }

        if (!pending.HasStarted && session.Bill.Hold is { } hold)
        {
            pending.HoldBack(hold);
            return new TurnResult.Answered();
        }

        pending.HasStarted = true;
        var name = pending.NextTemplate!;
        var active = session.Templates!.Templates.FirstOrDefault(template => template.Name == name);
        if (active is null)
        {
            return Settle(session, pending, new HandlerOutcome.Ended(RunReport.Gone(name), time.GetUtcNow(), null));
        }

        return Settle(session, pending, handlers.Run(session, pending, active, thread));
    }

    // The end of a ban is told once. A lane that waits for it must not depend on that alone.
    private bool IsBanned(TenantSession session, PendingDelivery delivery)
    {
        var isKnown = session.Templates is not null;
        if (Templates(session, delivery).Banned && isKnown)
        {
            Read(session, delivery);
        }

        return session.Templates!.Banned;
    }

    private TenantTemplates Templates(TenantSession session, PendingRun run)
    {
        if (session.Templates is null)
        {
            Read(session, run);
        }

        return session.Templates!;
    }

    /// <summary>Reads the tenant's templates, that of the next run with its source.</summary>
    private void Read(TenantSession session, PendingRun run) =>
        session.Use(stores.Templates.ReadActive(session.Tenant, run.NextTemplate, run.Event.Name));

    private bool TryResolve(TenantSession session, TenantTemplates templates, PendingEvent pending)
    {
        if (pending.Call.IdempotencyKey is { } key)
        {
            var recorded = stores.Idempotency.Read(session.Tenant, key);
            if (recorded.Count > 0)
            {
                var first = recorded[0];
                if (!pending.RequestHash.AsSpan().SequenceEqual(first.RequestHash))
                {
                    return false;
                }

                pending.Resolve(first.EventId, first.Templates, recorded.Select(entry => RunReportJson.Read(entry.ResultJson)));
                return true;
            }
        }

        var subscribed = templates.Templates
            .Where(template => template.Subscriptions.Contains(pending.Call.Event.Name, StringComparer.Ordinal))
            .Select(template => template.Name)
            .Order(StringComparer.Ordinal)
            .ToArray();
        pending.Resolve(pending.Call.Event.Id, subscribed, []);
        return true;
    }

    private static TurnResult Settle(TenantSession session, PendingRun pending, HandlerOutcome outcome)
    {
        switch (outcome)
        {
            case HandlerOutcome.Ended ended:
                return Settle(session, pending, ended);
            case HandlerOutcome.StorageFailed(var message):
                pending.Refuse(EventRefusal.StorageUnavailable, message);
                return new TurnResult.Answered();
            default:
                pending.Refuse(
                    session.IsDropRequested ? EventRefusal.TenantBanned : EventRefusal.Cancelled,
                    session.IsDropRequested
                        ? $"The tenant {session.Tenant} was banned or suspended while the event ran; this run wrote nothing."
                        : "The caller cancelled the call while the event ran; this run wrote nothing.");
                return new TurnResult.Answered();
        }
    }

    private static TurnResult Settle(TenantSession session, PendingRun pending, HandlerOutcome.Ended ended)
    {
        if (pending.ToCommit(session, ended.Report, ended.StartedAt, ended.Transaction) is { } run)
        {
            return new TurnResult.Commit(new CommitRequest(session, pending, ended.Report, ended.Transaction, run));
        }

        pending.Add(ended.Report);
        if (!pending.IsDone)
        {
            return new TurnResult.Continue();
        }

        pending.Finish();
        return new TurnResult.Answered();
    }

    private TurnResult.Answered Check(TenantSession session, PendingCheck check, ITurnThread thread)
    {
        try
        {
            check.Finish(TemplateCheck.Run(
                engine,
                session.Tenant,
                check.Source,
                session.Limits,
                session.Pace,
                () => thread.SetCurrent(session.UseOf(check.Source.Template, time.GetTimestamp()))));
        }
        finally
        {
            thread.SetCurrent(null);
            session.Bill.Charge(new RunCost { ThreadTime = thread.TakeUsed() });
        }

        return new TurnResult.Answered();
    }
}
