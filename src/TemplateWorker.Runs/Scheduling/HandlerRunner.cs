using TemplateWorker.JavaScript.Conversion;
using TemplateWorker.JavaScript.Port;
using TemplateWorker.Runs.Calls;
using TemplateWorker.Runs.Logging;
using TemplateWorker.Runs.Measures;
using TemplateWorker.Runs.Rates;
using TemplateWorker.Runs.Transactions;
using TemplateWorker.Runs.Transactions.Limits;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Templates;

namespace TemplateWorker.Runs.Scheduling;

/// <summary>Loads a template if necessary and runs its handler for one event. Stateless; called on script threads.</summary>
internal sealed class HandlerRunner(IScriptEngine engine, TenantStores stores, ScriptLogFactory logs, RunMeasures measures, TimeProvider time)
{
    public HandlerOutcome Run(TenantSession session, PendingRun pending, ActiveTemplate active, ITurnThread thread)
    {
        var outcome = LoadAndRun(session, pending, active, thread);
        if (outcome is HandlerOutcome.Ended { Report: { Version: > 0 } report })
        {
            measures.NoteRun(report);
        }

        return outcome;
    }

    private HandlerOutcome LoadAndRun(TenantSession session, PendingRun pending, ActiveTemplate active, ITurnThread thread)
    {
        thread.SetCurrent(session.UseOf(active.Name, time.GetTimestamp()));
        var cost = new RunCost { Runs = 1 };
        try
        {
            var startedAt = time.GetUtcNow();
            if (session.Loaded(active.Name) is null)
            {
                if (FindSource(session, active) is not { } source)
                {
                    var gone = pending.Delivery is null ? RunReport.Gone(active.Name) : RunReport.Skip(active.Name);
                    return new HandlerOutcome.Ended(gone, startedAt, null);
                }

                active = source;
                if (Load(session, active, ref cost) is { } failure)
                {
                    return new HandlerOutcome.Ended(Report(active, failure, TimeSpan.Zero, TimeSpan.Zero), startedAt, null);
                }
            }

            return Run(session, pending, active, ref cost);
        }
        finally
        {
            thread.SetCurrent(null);
            session.Bill.Charge(cost with { ThreadTime = thread.TakeUsed() });
        }
    }

    /// <summary>The template with its source; null when it is gone.</summary>
    private ActiveTemplate? FindSource(TenantSession session, ActiveTemplate active)
    {
        if (active.Files.Count > 0)
        {
            return active;
        }

        session.Use(stores.Templates.ReadActive(session.Tenant, active.Name, eventName: null));
        return session.Templates!.Templates.FirstOrDefault(template => template.Name == active.Name);
    }

    private ScriptFailure? Load(TenantSession session, ActiveTemplate active, ref RunCost cost)
    {
        var source = new ScriptSource
        {
            Template = active.Name,
            Version = active.Version,
            Files = active.Files,
            Code = active.Code,
            Settings = active.SettingsJson,
        };
        if (TemplateConversion.IsNeeded(source))
        {
            // A version whose code was lost, as by undoing the migration that keeps it.
            switch (TemplateConversion.Run(engine, source, session.Limits.ToScriptLimits(session.Pace)))
            {
                case ConversionOutcome.Converted(var code):
                    source = source with { Code = code };
                    break;
                case ConversionOutcome.Failed(var failure):
                    return failure;
            }
        }

        var host = Transaction(session, active, 0, new SendingRun(active.Name, Guid.Empty, Guid.Empty, null), logs.Create(session.Tenant, active.Name, null), before: null);
        var loaded = session.OpenHeap(engine).Load(source, host, session.Limits.ToScriptLimits(session.Pace));
        cost = cost with { LogLines = host.LogLines };
        switch (loaded)
        {
            case ScriptLoadOutcome.Loaded(var template):
                session.Keep(active, template);
                measures.NoteColdStart();
                return null;
            case ScriptLoadOutcome.Failed(var fault):
                return fault;
            default:
                throw new InvalidOperationException("Unexpected outcome of the engine.");
        }
    }

    private RunTransaction Transaction(
        TenantSession session, ActiveTemplate active, int hops, SendingRun sender, IScriptLog log, RunTransaction? before)
    {
        var (tenant, limits) = (session.Tenant, session.Limits);
        var emits = new RunEmits(limits, hops, sender.Trace, session.Subscribers, session.Room, stores.Deliveries, time);
        var actions = new RunActions(sender, limits, session.ActionRoom, stores.Actions, time);
        return before?.Follow(emits, actions, log) ?? new RunTransaction(
            new TenantAccess(tenant, session.Cache, stores, limits, time), emits, actions, new RunSchedules(tenant, active.Name, limits, stores.Schedules), log);
    }

    private HandlerOutcome Run(TenantSession session, PendingRun pending, ActiveTemplate active, ref RunCost cost)
    {
        var now = time.GetUtcNow();
        var runId = Guid.CreateVersion7(now);
        var log = logs.Create(session.Tenant, active.Name, runId);
        var sender = new SendingRun(active.Name, runId, pending.Event.Id, pending.Delivery?.Id) { Trace = pending.Event.Trace };
        var transaction = Transaction(session, active, pending.Event.Hops, sender, log, pending.Before);
        var outcome = session.Loaded(active.Name)!.Run(
            HandlerArguments.Create(session, pending, runId, now), transaction, session.Limits.ToScriptLimits(session.Pace), pending.Cancelled);
        cost = cost with { LogLines = cost.LogLines + transaction.LogLines };
        if (outcome is ScriptOutcome.Completed({ } value) && transaction.Aborted is null && pending.Delivery is not null
            && session.ReturnActionOf(active.Name) is { } type)
        {
            transaction.SendReturned(type, value);
        }

        if (outcome is ScriptOutcome.Completed(var returned) && transaction.Aborted is null)
        {
            var kept = pending.Delivery is null ? null : KeptResult.Of(returned, session.Limits.KeptResultBytes);
            cost = cost with { EmittedEvents = transaction.EmittedEvents, WrittenBytes = transaction.WrittenBytes + RunWeight.OfResult(kept) };
        }

        if (outcome is ScriptOutcome.Failed { Failure.Reason: ScriptFailureReason.HeapLimit })
        {
            session.CloseHeap();
            session.NoteTemplatesChanged();
        }

        switch (transaction.Aborted)
        {
            case RunAborted.StorageFailed failed:
                transaction.Forget();
                return new HandlerOutcome.StorageFailed(failed.Message);
            case RunAborted.LimitBreached breach:
                var breached = new RunFailure(breach.Reason, breach.Message, (outcome as ScriptOutcome.Failed)?.Failure.Stack);
                return new HandlerOutcome.Ended(Report(active, breached, outcome), now, transaction);
        }

        return outcome switch
        {
            ScriptOutcome.Failed { Failure.Reason: ScriptFailureReason.Cancelled } => new HandlerOutcome.Cancelled(),
            ScriptOutcome.Failed(var failure) => new HandlerOutcome.Ended(Report(active, failure, outcome.Wall, outcome.Cpu), now, transaction),
            ScriptOutcome.Completed(var result) => new HandlerOutcome.Ended(
                new RunReport
                {
                    Template = active.Name,
                    Version = active.Version,
                    ResultJson = result,
                    Wall = outcome.Wall,
                    Cpu = outcome.Cpu,
                },
                now,
                transaction),
            _ => throw new InvalidOperationException("Unexpected outcome of the engine."),
        };
    }

    private static RunReport Report(ActiveTemplate active, ScriptFailure failure, TimeSpan wall, TimeSpan cpu) => new()
    {
        Template = active.Name,
        Version = active.Version,
        Failure = new RunFailure(failure.Reason.ToString(), failure.Message, failure.Stack) { RetryAfter = failure.RetryAfter },
        Wall = wall,
        Cpu = cpu,
    };

    private static RunReport Report(ActiveTemplate active, RunFailure failure, ScriptOutcome outcome) => new()
    {
        Template = active.Name,
        Version = active.Version,
        Failure = failure,
        Wall = outcome.Wall,
        Cpu = outcome.Cpu,
    };
}
