using TemplateWorker.JavaScript;
using TemplateWorker.Storage;
using TemplateWorker.Storage.Runs;
using TemplateWorker.Storage.Templates;
using TemplateWorker.Templates.Transactions;

namespace TemplateWorker.Templates.Scheduling;

/// <summary>
/// What a tenant does with its turn: resolve an event to the templates that subscribe to it, run the next of them, or
/// check a template before it is published. Stateless; called on script threads.
/// </summary>
internal sealed class TemplateRunner(IScriptEngine engine, TenantStores stores, ScriptLogFactory logs, TimeProvider time)
{
    /// <summary>Tells who is on the engine; a null session says that nobody is.</summary>
    internal delegate void SetOnstage(TenantSession? session, string template);

    public TurnResult TakeTurn(TenantSession session, SetOnstage onstage)
    {
        var work = session.Current;
        if (work.Cancelled.IsCancellationRequested)
        {
            work.Refuse(EventRefusal.Cancelled, "The caller gave up.");
            return new TurnResult.Answered();
        }

        try
        {
            return work switch
            {
                PendingEvent pending => RunNext(session, pending, onstage),
                PendingCheck check => Check(session, check, onstage),
                _ => throw new InvalidOperationException($"{work.GetType().Name} is not known here."),
            };
        }
        catch (StorageException fault)
        {
            work.Refuse(EventRefusal.StorageUnavailable, fault.Message);
            return new TurnResult.Answered();
        }
    }

    private TurnResult RunNext(TenantSession session, PendingEvent pending, SetOnstage onstage)
    {
        if (time.GetTimestamp() > pending.Deadline)
        {
            pending.Refuse(EventRefusal.Cancelled, "The call's time was over before the event's turn came.");
            return new TurnResult.Answered();
        }

        var templates = Templates(session);
        if (templates.Banned)
        {
            pending.Refuse(EventRefusal.TenantBanned, $"The tenant {session.Tenant} is banned.");
            return new TurnResult.Answered();
        }

        if (pending.Templates is null && !TryResolve(session, templates, pending))
        {
            pending.Refuse(EventRefusal.IdempotencyKeyReused, "The idempotency key was used before, with another event. Use a new key for a new event.");
            return new TurnResult.Answered();
        }

        if (pending.IsDone)
        {
            pending.Finish();
            return new TurnResult.Answered();
        }

        return Run(session, pending, onstage);
    }

    private TenantTemplates Templates(TenantSession session)
    {
        if (session.Templates is null)
        {
            session.Use(stores.Templates.ReadActive(session.Tenant));
        }

        return session.Templates!;
    }

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

                // Runs are recorded in order, so what is missing comes after what is there.
                var reports = first.Templates
                    .Select(name => recorded.FirstOrDefault(entry => entry.Template == name))
                    .TakeWhile(entry => entry is not null)
                    .Select(entry => RunReportJson.Read(entry!.ResultJson));
                pending.Resolve(first.EventId, first.Templates, reports);
                return true;
            }
        }

        var subscribed = templates.Templates
            .Where(template => template.Subscriptions.Contains(pending.Call.EventName, StringComparer.Ordinal))
            .Select(template => template.Name)
            .Order(StringComparer.Ordinal)
            .ToArray();
        pending.Resolve(pending.Call.EventId, subscribed, []);
        return true;
    }

    private TurnResult Run(TenantSession session, PendingEvent pending, SetOnstage onstage)
    {
        var name = pending.NextTemplate;
        var active = session.Templates!.Templates.FirstOrDefault(template => template.Name == name);
        if (active is null)
        {
            var gone = new RunFailure(RunFailure.TemplateGone, $"The template '{name}' was deleted before the event reached it.", null);
            return Settle(session, pending, new RunReport { Template = name, Version = 0, Failure = gone }, null);
        }

        onstage(session, name);
        try
        {
            var started = time.GetTimestamp();
            var failure = Load(session, active);
            session.VirtualTime += time.GetElapsedTime(started).Ticks;
            if (failure is not null)
            {
                return Settle(session, pending, Report(active, failure, TimeSpan.Zero, TimeSpan.Zero), null);
            }

            return Run(session, pending, active);
        }
        finally
        {
            onstage(null, name);
        }
    }

    private ScriptFailure? Load(TenantSession session, ActiveTemplate active)
    {
        if (session.Loaded(active.Name) is not null)
        {
            return null;
        }

        if (active.Files.Count == 0)
        {
            session.Use(stores.Templates.ReadActive(session.Tenant));
            active = session.Templates!.Templates.First(template => template.Name == active.Name);
        }

        var source = new ScriptSource
        {
            Template = active.Name,
            Version = active.Version,
            Files = active.Files,
            Settings = active.SettingsJson,
        };
        var host = new RunTransaction(session.Tenant, session.Cache, stores, session.Limits, logs.Create(session.Tenant, active.Name, null), time);
        switch (session.OpenHeap(engine).Load(source, host, session.Limits.ToScriptLimits()))
        {
            case ScriptLoadOutcome.Loaded(var template):
                session.Keep(active, template);
                return null;
            case ScriptLoadOutcome.Failed(var failure):
                return failure;
            default:
                throw new InvalidOperationException("The engine gave no outcome.");
        }
    }

    private TurnResult Run(TenantSession session, PendingEvent pending, ActiveTemplate active)
    {
        var runId = Guid.CreateVersion7(time.GetUtcNow());
        var log = logs.Create(session.Tenant, active.Name, runId);
        var transaction = new RunTransaction(session.Tenant, session.Cache, stores, session.Limits, log, time);
        var outcome = session.Loaded(active.Name)!.Run(
            ScriptCalls.Create(session, pending, runId, time.GetUtcNow()), transaction, session.Limits.ToScriptLimits(), pending.Cancelled);
        session.VirtualTime += outcome.Cpu.Ticks;
        if (outcome is ScriptOutcome.Failed { Failure.Reason: ScriptFailureReason.HeapLimit })
        {
            session.CloseHeap();
            session.NoteTemplatesChanged();
        }

        switch (transaction.Aborted)
        {
            case RunAborted.StorageFailed failed:
                transaction.Forget();
                pending.Refuse(EventRefusal.StorageUnavailable, failed.Message);
                return new TurnResult.Answered();
            case RunAborted.LimitBreached breach:
                var breached = new RunFailure(breach.Reason, breach.Message, (outcome as ScriptOutcome.Failed)?.Failure.Stack);
                return Settle(session, pending, Report(active, breached, outcome), null);
        }

        switch (outcome)
        {
            case ScriptOutcome.Failed { Failure.Reason: ScriptFailureReason.Cancelled }:
                pending.Refuse(
                    session.IsDropRequested ? EventRefusal.TenantBanned : EventRefusal.Cancelled,
                    session.IsDropRequested
                        ? $"The tenant {session.Tenant} was banned while the event ran; nothing of this run was written."
                        : "The caller gave up while the event ran; nothing of this run was written.");
                return new TurnResult.Answered();
            case ScriptOutcome.Failed(var failure):
                return Settle(session, pending, Report(active, failure, outcome.Wall, outcome.Cpu), transaction);
            case ScriptOutcome.Completed(var result):
                var report = new RunReport
                {
                    Template = active.Name,
                    Version = active.Version,
                    ResultJson = result,
                    Wall = outcome.Wall,
                    Cpu = outcome.Cpu,
                };
                return Settle(session, pending, report, transaction);
            default:
                throw new InvalidOperationException("The engine gave no outcome.");
        }
    }

    /// <summary>A run that read and wrote nothing, and whose result nobody records, needs no commit.</summary>
    private static TurnResult Settle(TenantSession session, PendingEvent pending, RunReport report, RunTransaction? transaction)
    {
        var key = pending.Call.IdempotencyKey;
        if (key is null && transaction is null or { IsEmpty: true })
        {
            pending.Add(report);
            if (!pending.IsDone)
            {
                return new TurnResult.Continue();
            }

            pending.Finish();
            return new TurnResult.Answered();
        }

        var entry = key is null ? null : new IdempotencyEntry
        {
            Key = key,
            Template = report.Template,
            EventId = pending.EventId,
            RequestHash = pending.RequestHash,
            Templates = pending.Templates!,
            ResultJson = RunReportJson.Write(report with { Repeats = pending.Repeats }),
        };
        var run = (transaction, report.Failure) switch
        {
            (null, _) => new FinishedRun { Tenant = session.Tenant, Reads = [], Ranges = [], Writes = [], Idempotency = entry },
            (_, null) => transaction.Finish(entry),
            _ => transaction.FinishFailed(entry),
        };
        return new TurnResult.Commit(new CommitRequest(session, pending, report, transaction, run));
    }

    private static RunReport Report(ActiveTemplate active, ScriptFailure failure, TimeSpan wall, TimeSpan cpu) => new()
    {
        Template = active.Name,
        Version = active.Version,
        Failure = new RunFailure(failure.Reason.ToString(), failure.Message, failure.Stack),
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

    private TurnResult.Answered Check(TenantSession session, PendingCheck check, SetOnstage onstage)
    {
        onstage(session, check.Source.Template);
        try
        {
            check.Finish(TemplateCheck.Run(engine, session.Tenant, check.Source, session.Limits));
        }
        finally
        {
            onstage(null, check.Source.Template);
        }

        return new TurnResult.Answered();
    }
}
